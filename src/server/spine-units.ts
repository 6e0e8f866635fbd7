import type { Engine } from '../engine/engine.js';
import { type AggregateCall, call, column, literal, type Scalar } from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import type { PlanNode } from '../plan/plan.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';

const CALENDAR = ['week', 'month', 'quarter', 'year'] as const;

/**
 * The model with the number of units that each spine has of its custom grains and of the calendar's: so it is known
 * which of two grains is finer. Where the engine cannot say, questions that need to know are refused.
 */
export async function withSpineUnits(model: Model, engine: Engine): Promise<Model> {
  if (model.spines.every(({ grains }) => grains.length === 0)) return model;
  const spines = await Promise.all(
    model.spines.map(async (spine) =>
      spine.grains.length === 0 ? spine : { ...spine, units: await unitsOf(spine, engine) },
    ),
  );
  return { ...model, spines };
}

/** Whether the engine could not be asked when the model was made. */
export const lacksSpineUnits = ({ spines }: Model): boolean =>
  spines.some(({ grains, units }) => grains.length > 0 && units === null);

async function unitsOf(spine: Spine, engine: Engine): Promise<Spine['units']> {
  const day = column(spine.table, spine.column, 'date');
  const shown: readonly (readonly [string, Scalar])[] = [
    ...spine.grains.map((grain) => [grain, column(spine.table, grain, spine.types.get(grain) ?? 'date')] as const),
    ...CALENDAR.map((grain) => [grain, call('trunc', [literal(grain, 'text'), day], 'date')] as const),
  ];
  const measures = shown.map(([name, value]) => ({
    name,
    value: { kind: 'aggregate', name: 'count_distinct', args: [value], type: 'integer' } satisfies AggregateCall,
  }));
  const plan: PlanNode = {
    kind: 'aggregate',
    relation: 'units',
    input: { kind: 'scan', relation: spine.table, table: spine.table },
    groups: [],
    measures,
  };
  try {
    const rows = await engine.run(
      toSql(
        plan,
        measures.map(({ name }) => ({ name, type: 'integer' })),
        dialects[engine.name],
      ),
      AbortSignal.timeout(10_000),
    );
    return new Map(measures.map(({ name }, index) => [name, Number(rows.values[index]?.[0] ?? 0)]));
  } catch {
    return null;
  }
}
