import type { Metric, Model, View } from '../model/model.js';
import type { TextOf } from '../problems/print.js';
import type { Place } from '../problems/problem.js';
import type { DefinitionLines } from './definition-lines.js';
import { metricsBelow } from './lineage/metrics-below.js';
import type { Trend } from './trend.js';

/** What a site is made from. */
export interface SiteInput {
  readonly model: Model;
  /** The project's name, above each page. */
  readonly title: string;
  /** The text of a definition file. */
  readonly textOf: TextOf;
  /** The last changes of some lines, newest first; nothing where no history is known. */
  readonly changesOf: (file: string, lines: DefinitionLines) => readonly Change[];
  /** The unit tests that ask for a metric, by its name. */
  readonly testsOf: ReadonlyMap<string, readonly TestedBy[]>;
  /** By metric, where numbers were asked for. */
  readonly trends: ReadonlyMap<string, Trend>;
}

export interface Change {
  readonly commit: string;
  /** 2025-11-30 */
  readonly day: string;
  readonly author: string;
  readonly subject: string;
}

export interface TestedBy {
  readonly name: string;
  readonly at: Place;
}

/** The input with what leads back: who uses a thing. */
export interface Catalogue extends SiteInput {
  /** In the order of their names. */
  readonly metrics: readonly Metric[];
  /** Metrics made of a metric, one step up. */
  readonly usedBy: ReadonlyMap<string, readonly string[]>;
  readonly viewsOf: ReadonlyMap<string, readonly View[]>;
  /** The metrics that read rows of a dataset, below others too. */
  readonly metricsOf: ReadonlyMap<string, readonly Metric[]>;
}

export function catalogueOf(input: SiteInput): Catalogue {
  const metrics = [...input.model.metrics.values()].sort(byName);
  const views = [...input.model.views.values()].sort(byName);
  return {
    ...input,
    metrics,
    usedBy: gathered(metrics, metricsBelow, ({ name }) => name),
    viewsOf: gathered(
      views,
      (view) => [...new Set(view.metrics)],
      (view) => view,
    ),
    metricsOf: gathered(
      metrics,
      ({ datasets }) => datasets,
      (metric) => metric,
    ),
  };
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;

/** Turns "each thing has these keys" into "each key has these things". */
export function gathered<T, R>(
  things: readonly T[],
  keysOf: (thing: T) => readonly string[],
  shown: (thing: T) => R,
): ReadonlyMap<string, readonly R[]> {
  const found = new Map<string, R[]>();
  for (const thing of things)
    for (const key of keysOf(thing)) {
      const list = found.get(key);
      if (list) list.push(shown(thing));
      else found.set(key, [shown(thing)]);
    }
  return found;
}

/** The place of a definition with its lines, where the file is known. */
export const placeText = ({ file, line }: Place): string => `${file}:${line}`;
