import { z } from 'zod';
import type { SemiAdditiveDefinition } from '../definitions.js';
import { columnNameShape } from '../names.js';
import type { Reading } from '../reading.js';
import { get, type MapTree, textUnder } from '../tree.js';

const DAYS = /^([1-9]\d{0,4}) days?$/;

/** A balance: it adds up over everything but time, where the last or first value of a period, or their mean, stands for it. */
export const semiAdditiveShape = z
  .strictObject({
    over: columnNameShape.meta({ description: 'The time dimension over which it does not add up.' }),
    take: z
      .enum(['first', 'last', 'average'])
      .meta({ description: 'Which end of the period stands for it, or the mean of its days.' }),
    per: z.array(columnNameShape).optional().meta({ description: 'Dimensions that each have an end of their own.' }),
    fill_forward: z
      .union([z.literal(true), z.string().regex(DAYS)], { error: 'must be true or a number of days, such as 7 days' })
      .optional()
      .meta({ description: 'The last value before stands for a period that has none: true, or for so many days.' }),
  })
  .meta({
    id: 'SemiAdditive',
    title: 'Semi-additive',
    description: 'A balance, such as subscriptions at the end of a month.',
  });

export function readSemiAdditive(reading: Reading, metric: MapTree): SemiAdditiveDefinition | undefined {
  const tree = get(metric, 'semi_additive');
  if (tree?.kind !== 'map') return undefined;
  const take = textUnder(tree, 'take');
  return {
    over: reading.located(tree, 'over'),
    take: take === 'first' || take === 'average' ? take : 'last',
    per: reading.locatedList(tree, 'per'),
    fillForward: readFillForward(reading, tree),
  };
}

function readFillForward(reading: Reading, tree: MapTree): SemiAdditiveDefinition['fillForward'] {
  const said = reading.locatedOrNone(tree, 'fill_forward');
  if (said === undefined) return undefined;
  const [, days] = DAYS.exec(said.value) ?? [];
  return { value: days === undefined ? null : Number(days), at: said.at };
}
