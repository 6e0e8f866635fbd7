import { z } from 'zod';
import type { FilterText } from './definitions.js';
import { expressionShape } from './expression-shape.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { get, type Tree } from './tree.js';

export const filterShape = z
  .union([expressionShape, z.record(nameShape, expressionShape)], {
    error: 'must be a condition, or one for each dataset',
  })
  .meta({
    id: 'Filter',
    title: 'Filter',
    description:
      "A condition on rows, such as member.country = 'BR', or {dataset: condition} for metrics of several datasets.",
  });

export function readFilter(reading: Reading, tree: Tree, what: string): FilterText | undefined {
  const where = get(tree, 'where');
  if (where === undefined) return undefined;
  if (where.kind !== 'map') {
    const all = reading.expression(where, what);
    return all && { all };
  }
  const each = [...where.entries.values()].flatMap((entry) => {
    const condition = reading.expression(entry.value, what);
    return condition ? [{ dataset: reading.locatedKey(entry), where: condition }] : [];
  });
  return { each };
}
