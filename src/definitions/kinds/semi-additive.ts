import { z } from 'zod';
import type { SemiAdditiveDefinition } from '../definitions.js';
import { columnNameShape } from '../names.js';
import type { Reading } from '../reading.js';
import { get, type MapTree, textUnder } from '../tree.js';

/** A balance: it adds up over everything but time, where the last or first value of a period stands for it. */
export const semiAdditiveShape = z
  .strictObject({
    over: columnNameShape.meta({ description: 'The time dimension over which it does not add up.' }),
    take: z.enum(['first', 'last']).meta({ description: 'Which end of the period stands for it.' }),
    per: z.array(columnNameShape).optional().meta({ description: 'Dimensions that each have an end of their own.' }),
  })
  .meta({
    id: 'SemiAdditive',
    title: 'Semi-additive',
    description: 'A balance, such as subscriptions at the end of a month.',
  });

export function readSemiAdditive(reading: Reading, metric: MapTree): SemiAdditiveDefinition | undefined {
  const tree = get(metric, 'semi_additive');
  if (tree?.kind !== 'map') return undefined;
  const take = textUnder(tree, 'take') === 'first' ? 'first' : 'last';
  return { over: reading.located(tree, 'over'), take, per: reading.locatedList(tree, 'per') };
}
