import { z } from 'zod';
import type { InputDefinition } from './definitions.js';
import { filterShape, readFilter } from './filter.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { grainNameShape, readSpan, spanShape } from './span-text.js';
import type { Tree } from './tree.js';

export const metricNameShape = nameShape.meta({ description: 'The name of a metric.' });

export const inputShape = z
  .union(
    [
      metricNameShape,
      z.strictObject({
        metric: metricNameShape,
        where: filterShape.optional(),
        offset: spanShape.optional().meta({ description: 'The value this much earlier, such as 1 month.' }),
        at_start_of: grainNameShape.optional().meta({ description: 'The value at the first period of this grain.' }),
      }),
    ],
    { error: 'must be the name of a metric, or {metric, where, offset, at_start_of}' },
  )
  .meta({ id: 'Input', title: 'Input', description: 'A metric by name, or {metric, where, offset, at_start_of}.' });

export function readInput(reading: Reading, tree: Tree, what: string): InputDefinition {
  const at = reading.place(tree.start);
  if (tree.kind === 'scalar') return { metric: reading.locatedScalar(tree), at };
  const offset = reading.locatedOrNone(tree, 'offset');
  return {
    metric: reading.located(tree, 'metric'),
    where: readFilter(reading, tree, what),
    offset: offset && readSpan(offset),
    atStartOf: reading.locatedOrNone(tree, 'at_start_of'),
    at,
  };
}
