import { z } from 'zod';
import type { LifecycleDefinition, MetricDefinition } from '../definitions.js';
import { describedKeys } from '../described.js';
import { filterShape } from '../filter.js';
import { aliasesShape, lifecycleKeys } from '../lifecycle.js';
import type { Reading } from '../reading.js';
import type { MapTree } from '../tree.js';

/** What every metric has, read before its kind is looked at. */
export type MetricBase = Pick<
  MetricDefinition,
  | 'name'
  | 'aliases'
  | 'label'
  | 'description'
  | 'owner'
  | 'tags'
  | 'unit'
  | 'format'
  | 'where'
  | keyof LifecycleDefinition
>;

/** A kind of metric: the shape of its keys, and how a map that fits becomes a definition. */
export interface Kind {
  readonly shape: z.core.$ZodType;
  /** What a first one looks like; editors offer it, with the words that begin with $ to fill in. */
  readonly example: Readonly<Record<string, unknown>>;
  read(reading: Reading, base: MetricBase, metric: MapTree, what: string): MetricDefinition | undefined;
}

export const metricKeys = {
  ...describedKeys,
  ...lifecycleKeys,
  aliases: aliasesShape,
  unit: z.string().nullish().meta({ title: 'Unit', description: 'What it counts: hours, USD, percent.' }),
  format: z.string().nullish().meta({ title: 'Format', description: 'How to show it: percent, for one.' }),
  where: filterShape.optional().meta({ description: 'Narrows this metric alone.' }),
};
