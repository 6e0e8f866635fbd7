import type { Origin } from './report.js';

/** Definitions in the making: the keys of a file, and where each entry comes from. */
export interface DatasetDraft {
  readonly dataset: string;
  readonly head: Readonly<Record<string, unknown>>;
  readonly columns: Map<string, string>;
  key: readonly string[];
  time: string | undefined;
  readonly links: Map<string, Record<string, unknown>>;
  readonly dimensions: Map<string, Record<string, unknown>>;
  readonly metrics: Map<string, Record<string, unknown>>;
}

export interface ViewDraft {
  readonly view: string;
  readonly description?: string | undefined;
  readonly label?: string | undefined;
  readonly metrics: readonly string[];
  readonly dimensions: Readonly<Record<string, unknown>>;
}

export interface Draft {
  readonly datasets: ReadonlyMap<string, DatasetDraft>;
  readonly views: Map<string, ViewDraft>;
  spine: Record<string, unknown> | undefined;
  /** By file and path of keys, such as `orders.yaml metrics revenue`. */
  readonly origins: Map<string, Origin>;
}

export const fileOf = (dataset: string): string => `${dataset}.yaml`;
export const viewFileOf = (view: string): string => `views/${view}.yaml`;
export const SPINE_FILE = 'time_spine.yaml';

/** The words that people read; empty ones are left out, and so are labels that say what the name says. */
export function described(of: {
  readonly name: string;
  readonly label?: string | null | undefined;
  readonly description?: string | null | undefined;
}): { label?: string; description?: string } {
  return {
    ...(of.label && { label: of.label }),
    ...(of.description && { description: of.description }),
  };
}
