import { z } from 'zod';
import type { Located } from '../../problems/problem.js';
import type { InputDefinition } from '../definitions.js';
import { expressionShape } from '../expression-shape.js';
import { inputShape, readInput } from '../input.js';
import { columnNameShape, nameShape } from '../names.js';
import type { Reading } from '../reading.js';
import { get, isNothing, isTrueUnder, type MapTree } from '../tree.js';
import { type Kind, metricKeys } from './kind.js';
import { readSemiAdditive, semiAdditiveShape } from './semi-additive.js';

/** Simple over aggregates, derived over other metrics: which of the two, the expression itself says. */
export const expression: Kind = {
  example: { expression: '$COUNT(*)', description: '$What it counts.' },
  shape: z
    .strictObject({
      kind: z
        .enum(['simple', 'derived'])
        .optional()
        .meta({ description: 'Not needed: the expression says which of the two.' }),
      expression: expressionShape.meta({
        description:
          'Aggregates of columns and paths, such as SUM(minutes) / 60.0, or arithmetic of metrics, such as a / b.',
      }),
      inputs: z.record(nameShape, inputShape).optional().meta({
        title: 'Inputs',
        description: 'Names used in the expression for metrics that are narrowed or shifted in time.',
      }),
      empty: z
        .union([z.literal(0), z.null()], { error: 'must be 0 or null' })
        .optional()
        .meta({ title: 'Empty', description: 'What it shows where it has no row: 0 or null.' }),
      time: columnNameShape.optional().meta({ title: 'Time', description: 'Another dimension for metric_time.' }),
      dense: z.boolean().optional().meta({ title: 'Dense', description: 'true where every period shall have a row.' }),
      semi_additive: semiAdditiveShape.optional(),
      ...metricKeys,
    })
    .meta({ id: 'ExpressionMetric', title: 'Metric', description: 'A metric as one SQL expression.' }),

  read(reading, base, metric, what) {
    const text = get(metric, 'expression');
    const parsed = text && reading.expression(text, what);
    const inputs = readInputs(reading, metric, what);
    if (parsed === undefined) return undefined;
    const empty = get(metric, 'empty');
    return {
      ...base,
      kind: 'expression',
      expression: parsed,
      inputs,
      empty: empty && (isNothing(empty) ? null : 0),
      time: reading.locatedOrNone(metric, 'time'),
      dense: isTrueUnder(metric, 'dense') || undefined,
      semiAdditive: readSemiAdditive(reading, metric),
    };
  },
};

type NamedInputs = readonly { readonly name: Located<string>; readonly input: InputDefinition }[];

function readInputs(reading: Reading, metric: MapTree, what: string): NamedInputs | undefined {
  const inputs = get(metric, 'inputs');
  if (inputs?.kind !== 'map') return undefined;
  return [...inputs.entries.values()].flatMap((entry) => {
    if (!reading.isName(entry.key, entry.start, `${what}: an input`, inputs)) return [];
    return [{ name: reading.locatedKey(entry), input: readInput(reading, entry.value, what) }];
  });
}
