import type { Engine } from '../engine/engine.js';
import { type AggregateName, column } from '../expressions/scalar.js';
import type { Spine } from '../model/model.js';
import { outputOf, type PlanNode } from '../plan/plan.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';

/** The days between the first and the last of a spine, both included, and how many of them it has. */
export interface SpineDays {
  readonly first: string | null;
  readonly last: string | null;
  readonly expected: number;
  readonly found: number;
}

const DAY = 86_400_000;

/** @throws ProblemError of the engine */
export async function spineDays(spine: Spine, engine: Engine, signal: AbortSignal): Promise<SpineDays> {
  const day = column('spine', spine.column, 'date');
  const of = (name: AggregateName) =>
    ({
      name,
      value: { kind: 'aggregate', name, args: [day], type: name === 'count_distinct' ? 'integer' : 'date' },
    }) as const;
  const plan: PlanNode = {
    kind: 'aggregate',
    relation: 'days',
    groups: [],
    input: { kind: 'scan', relation: 'spine', table: spine.table },
    measures: [of('min'), of('max'), of('count_distinct')],
  };
  const { values } = await engine.run(toSql(plan, outputOf(plan), dialects[engine.name]), signal);
  const [first, last, found] = values.map(([cell]) => cell ?? null);
  const [from, to] = [first, last].map((cell) => (cell == null ? null : String(cell).slice(0, 10))) as [
    string | null,
    string | null,
  ];
  const expected = from === null || to === null ? 0 : Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
  return { first: from, last: to, expected, found: Number(found ?? 0) };
}
