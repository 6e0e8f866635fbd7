import type { SelectArm, SelectFrom, SelectSource } from '../expressions/select.js';
import type { Select, Source } from './select.js';

/** The arms of a dataset's SELECT as SQL trees, to be printed in one dialect. */
export const armsOf = ({ arms }: SelectSource): readonly Select[] => arms.map(armOf);

const armOf = ({ distinct, columns, from, joins, where, groupBy, having }: SelectArm): Select => ({
  ...(distinct && { distinct }),
  columns,
  from: sourceOf(from),
  joins: joins.map(({ type, source, on }) => ({ type, source: sourceOf(source), on: [on] })),
  where: where === null ? [] : [where],
  exists: [],
  groupBy,
  sets: null,
  having: having === null ? [] : [having],
  orderBy: [],
  limit: null,
  offset: 0,
});

const sourceOf = (from: SelectFrom): Source =>
  from.kind === 'table' ? from : { kind: 'query', alias: from.alias, arms: armsOf(from.select) };
