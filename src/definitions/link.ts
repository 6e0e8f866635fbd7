import { z } from 'zod';
import type { Located } from '../problems/problem.js';
import type { LinkDefinition } from './definitions.js';
import { wordShape } from './expression-shape.js';
import { columnNameShape, nameShape } from './names.js';
import type { Reading } from './reading.js';
import { type Entry, get, isTrueUnder, type MapTree, type Tree, textUnder } from './tree.js';

const onShape = z
  .union(
    [
      columnNameShape,
      z.array(columnNameShape).min(1, 'must name at least one dimension'),
      z.record(columnNameShape, columnNameShape),
    ],
    { error: 'must be a name, [names] or {own: its}' },
  )
  .meta({ description: 'What is equal on both sides: a dimension, several, or {own: its} where the names differ.' });

export const linkShape = z
  .strictObject({
    to: nameShape.meta({ description: 'The dataset it leads to.' }),
    on: onShape,
    many: z.boolean().optional().meta({ description: 'true where a row meets several rows there.' }),
    join: z
      .enum(['left', 'inner'])
      .optional()
      .meta({ description: 'inner drops rows without a partner; left (the rule) keeps them.' }),
    default: wordShape.optional().meta({ description: 'The label shown where no row is reached.' }),
    during: z
      .array(columnNameShape)
      .length(2, 'must be [from, to], two dimensions of the dataset it leads to')
      .optional()
      .meta({ description: '[valid_from, valid_to] of the row there that is valid on the day of the metric.' }),
    as_of: z
      .enum(['event', 'now'])
      .optional()
      .meta({ description: 'With during: the row valid on the day of the metric (event, the rule), or today (now).' }),
  })
  .refine((link) => link.as_of === undefined || link.during !== undefined, {
    error: 'has as_of, which is for links with during',
  })
  .meta({ id: 'Link', title: 'Link', description: 'A way to another dataset; its name is the role.' });

export function readLink(reading: Reading, entry: Entry, links: MapTree): LinkDefinition | undefined {
  const what = `Link "${entry.key}"`;
  const isNamed = reading.isName(entry.key, entry.start, 'A link', links);
  if (reading.check(linkShape, entry.value, what, entry.start).size > 0 || !isNamed) return undefined;
  const link = entry.value;
  const [from, to] = reading.locatedList(link, 'during');
  return {
    name: reading.locatedKey(entry),
    to: reading.located(link, 'to'),
    on: readPairs(reading, get(link, 'on')),
    many: isTrueUnder(link, 'many'),
    join: textUnder(link, 'join') === 'inner' ? 'inner' : 'left',
    default: reading.locatedOrNone(link, 'default'),
    during: from && to && { from, to, asOf: textUnder(link, 'as_of') === 'now' ? 'now' : 'event' },
  };
}

interface Pair {
  readonly own: Located<string>;
  readonly its: Located<string>;
}

function readPairs(reading: Reading, on: Tree | undefined): readonly Pair[] {
  const same = (tree: Tree): Pair => ({ own: reading.locatedScalar(tree), its: reading.locatedScalar(tree) });
  if (on?.kind === 'list') return on.items.map(same);
  if (on?.kind === 'scalar') return [same(on)];
  return [...(on?.entries.values() ?? [])].map((entry) => ({
    own: reading.locatedKey(entry),
    its: reading.locatedScalar(entry.value),
  }));
}
