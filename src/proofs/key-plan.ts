import { any, call, column, isNotNull, isNull, literal, type Scalar } from '../expressions/scalar.js';
import { type Named, outputOf, type PlanNode } from '../plan/plan.js';

/** Column of the answer that says how many rows share the key. */
export const ROWS = 'rows_of_one_key';

const GROUPED = 'keys';
const COUNT = { kind: 'aggregate', name: 'count', args: [], type: 'integer' } as const;

/** The key that most rows share, where rows share one. */
export function keyPlan(rows: PlanNode, key: readonly Named[], nullIsValue: boolean): PlanNode {
  const input = nullIsValue
    ? rows
    : filtered(
        rows,
        key.map(({ value }) => isNotNull(value)),
      );
  return worst(
    { kind: 'aggregate', relation: GROUPED, input, groups: key, measures: [{ name: ROWS, value: COUNT }] },
    '2',
  );
}

/**
 * The key with most rows that begin to hold before the row before has ended, where there are any: sorted by their
 * beginnings, two rows overlap somewhere if and only if two neighbours do. Rows that never hold are left out.
 */
export function validityPlan(rows: PlanNode, key: readonly Named[], from: Scalar, until: Scalar): PlanNode {
  const holds = [...key.map(({ value }) => isNotNull(value)), isNotNull(from), any([isNull(until), less(from, until)])];
  const next: Scalar = {
    kind: 'over',
    name: 'lead',
    args: [from, literal('1', 'integer')],
    type: from.type,
    partitionBy: key.map(({ value }) => value),
    orderBy: [{ value: from, direction: 'asc', nulls: 'last' }],
  };
  const history: PlanNode = {
    kind: 'project',
    relation: 'history',
    input: filtered(rows, holds),
    columns: [...key, { name: 'until', value: until }, { name: 'next_from', value: next }],
  };
  const of = (name: string, type: Scalar['type']): Scalar => column('history', name, type);
  const [end, following] = [of('until', until.type), of('next_from', from.type)];
  const overlaps = filtered(history, [isNotNull(following), any([isNull(end), less(following, end)])]);
  const groups = key.map(({ name, value }): Named => ({ name, value: of(name, value.type) }));
  return worst(
    { kind: 'aggregate', relation: GROUPED, input: overlaps, groups, measures: [{ name: ROWS, value: COUNT }] },
    '1',
  );
}

function worst(grouped: PlanNode, least: string): PlanNode {
  const rows = column(GROUPED, ROWS, 'integer');
  const keys = outputOf(grouped).filter(({ name }) => name !== ROWS);
  const input = filtered(grouped, [call('>=', [rows, literal(least, 'integer')], 'boolean')]);
  return {
    kind: 'sort',
    input,
    limit: 1,
    offset: 0,
    by: [
      { value: rows, direction: 'desc', nulls: 'last' },
      ...keys.map(
        ({ name, type }) => ({ value: column(GROUPED, name, type), direction: 'asc', nulls: 'last' }) as const,
      ),
    ],
  };
}

const less = (a: Scalar, b: Scalar): Scalar => call('<', [a, b], 'boolean');
const filtered = (input: PlanNode, where: readonly Scalar[]): PlanNode => ({ kind: 'filter', input, where });
