import { isTemporal } from '../../expressions/data-type.js';
import type { Spine } from '../../model/model.js';
import type { PlanNode } from '../../plan/plan.js';
import { inputsOfNode } from '../../plan/plan.js';
import { tablesOf } from '../../plan/tables.js';
import { refuse } from '../../problems/problem.js';
import type { MetricRequest } from '../../request/metric-request.js';
import { printDate, readWallClock } from '../../time/wall-clock.js';
import type { GivenRows } from './given-rows.js';
import type { TestTable } from './test-tables.js';

/** The units of a spine that a test need not write out, `to` excluded. */
export interface SpineDays {
  readonly table: string;
  readonly column: string;
  readonly type: 'date' | 'timestamp';
  readonly grain: string;
  readonly from: string;
  readonly to: string;
}

const AROUND_RANGE = 2 * 366;
const MOST_DAYS = 200 * 366;

/**
 * The days of each spine that a question reads and that its test does not give: from the first date among the rows to
 * the last, and with a range that is asked, those two years around it, of which an answer shows those of the range.
 * @throws INVALID_DEFINITION where only the rows of the spine could tell: custom grains, other units than days and hours, or dates that lie too far apart
 */
export function daysOfSpines(
  spines: readonly Spine[],
  tables: ReadonlyMap<string, TestTable>,
  given: ReadonlyMap<string, GivenRows>,
  request: MetricRequest,
  root: PlanNode,
): readonly SpineDays[] {
  const read = new Set(tablesOf(root));
  return spines.flatMap(({ table, grains }) => {
    const spine = tables.get(table)?.spine;
    if (!spine || !read.has(table) || given.has(table)) return [];
    if (grains.some((grain) => readsColumn(root, table, grain)))
      refuse({
        code: 'INVALID_DEFINITION',
        message: `The question reads custom grains of "${table}", and the test gives it no rows.`,
        hint: `Give ${table}: its days with ${spine.column} and ${grains.join(', ')}.`,
      });
    if (spine.grain !== 'day' && spine.grain !== 'hour')
      refuse({
        code: 'INVALID_DEFINITION',
        message: `The question reads "${table}", a spine by ${spine.grain}, and the test gives it no rows.`,
        hint: 'Days and hours come by themselves; other units have to be given.',
      });
    const days = datesOf(given).concat(rangeOf(request));
    if (days.length === 0) return [];
    const [first, last] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
    if (last - first > MOST_DAYS)
      refuse({
        code: 'INVALID_DEFINITION',
        message: `The rows have dates over more than 200 years, too many days for "${table}".`,
        hint: `Give ${table} the days that the question needs.`,
      });
    return [{ table, ...spine, from: dateText(first), to: dateText(last + 1) }];
  });
}

const dayOf = (text: string): number[] => {
  const clock = readWallClock(text);
  return clock === undefined ? [] : [clock.days];
};

const dateText = (days: number): string => printDate({ days, micros: 0 });

const datesOf = (given: ReadonlyMap<string, GivenRows>): number[] =>
  [...given.values()].flatMap(({ columns, rows }) =>
    columns.flatMap(({ type }, at) =>
      isTemporal(type) ? rows.flatMap((row) => (typeof row[at] === 'string' ? dayOf(row[at]) : [])) : [],
    ),
  );

const rangeOf = ({ time }: MetricRequest): number[] =>
  time === null
    ? []
    : [time.from, time.to].flatMap((end) => dayOf(end).flatMap((day) => [day - AROUND_RANGE, day + AROUND_RANGE]));

/** Whether a plan reads a column of a table that it scans. */
function readsColumn(root: PlanNode, table: string, column: string): boolean {
  const relations = new Set<string>();
  const visit = (node: PlanNode): void => {
    if (node.kind === 'scan' && node.table === table) relations.add(node.relation);
    for (const input of inputsOfNode(node)) visit(input);
  };
  visit(root);
  const mentions = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const { kind, relation, column: name } = value as Readonly<Record<string, unknown>>;
    if (kind === 'column' && name === column && relations.has(String(relation))) return true;
    return Object.values(value).some(mentions);
  };
  return mentions(root);
}
