import type { Engine } from '../engine/engine.js';
import { type AggregateCall, call, column, literal, type Scalar } from '../expressions/scalar.js';
import type { Model, Spine } from '../model/model.js';
import type { PlanNode } from '../plan/plan.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';

const CALENDAR = ['week', 'month', 'quarter', 'year'] as const;
const PATIENCE = 10_000;

/**
 * The model with what the tables of its spines say: how many units they have of their custom grains and of the
 * calendar's, so that it is known which of two grains is finer; and on which days the custom ones start, so that relative
 * ranges can be told in them. They are read anew when their tables have changed. Where the engine cannot say, questions
 * that need to know are refused.
 */
export function spineUnits(model: Model, engine: Engine): () => Promise<Model> {
  const read = readFrom(model);
  if (read.length === 0) return () => Promise.resolve(model);
  const tables = calendarsOf(model);
  let known: { readonly versions: string; readonly model: Promise<Model> } | null = null;
  return () => {
    const versions = JSON.stringify(engine.versionsOf(tables).map(({ table, version }) => [table, version]));
    if (known?.versions === versions) return known.model;
    const made = withUnits(model, read, engine, () => {
      known = null; // asked again by the next question
    });
    known = { versions, model: made };
    return made;
  };
}

const readFrom = ({ spines }: Model): readonly Spine[] =>
  spines.filter(({ rule, grains }) => rule === null && grains.length > 0);

/** Those that say what the model means beside its definitions. */
export const calendarsOf = (model: Model): readonly string[] => readFrom(model).map(({ table }) => table);

async function withUnits(model: Model, read: readonly Spine[], engine: Engine, onFailure: () => void): Promise<Model> {
  const spines = await Promise.all(
    model.spines.map(async (spine): Promise<Spine> => {
      if (!read.includes(spine)) return spine;
      try {
        return { ...spine, units: await countsOf(spine, engine), starts: await startsOf(spine, engine) };
      } catch {
        onFailure();
        return spine;
      }
    }),
  );
  return { ...model, spines };
}

/** Whether the engine could not be asked when the model was made. */
export const lacksSpineUnits = ({ spines }: Model): boolean =>
  spines.some(({ grains, units }) => grains.length > 0 && units === null);

const customUnit = (spine: Spine, grain: string): Scalar =>
  column(spine.table, grain, spine.types.get(grain) ?? 'date');
const scanOf = (spine: Spine): PlanNode => ({ kind: 'scan', relation: spine.table, table: spine.table });

async function countsOf(spine: Spine, engine: Engine): Promise<ReadonlyMap<string, number>> {
  const day = column(spine.table, spine.column, 'date');
  const shown: readonly (readonly [string, Scalar])[] = [
    ...spine.grains.map((grain) => [grain, customUnit(spine, grain)] as const),
    ...CALENDAR.map((grain) => [grain, call('trunc', [literal(grain, 'text'), day], 'date')] as const),
  ];
  const measures = shown.map(([name, value]) => ({
    name,
    value: { kind: 'aggregate', name: 'count_distinct', args: [value], type: 'integer' } satisfies AggregateCall,
  }));
  const plan: PlanNode = { kind: 'aggregate', relation: 'units', input: scanOf(spine), groups: [], measures };
  const rows = await engine.run(
    toSql(
      plan,
      measures.map(({ name }) => ({ name, type: 'integer' })),
      dialects[engine.name],
    ),
    AbortSignal.timeout(PATIENCE),
  );
  return new Map(measures.map(({ name }, index) => [name, Number(rows.values[index]?.[0] ?? 0)]));
}

/** The first days of each custom grain's units, in order. */
async function startsOf(spine: Spine, engine: Engine): Promise<NonNullable<Spine['starts']>> {
  const day: AggregateCall = {
    kind: 'aggregate',
    name: 'min',
    args: [column(spine.table, spine.column, 'date')],
    type: 'date',
  };
  const columns = [
    { name: 'unit', type: 'text' },
    { name: 'start', type: 'date' },
  ] as const;
  const starts = new Map<string, readonly string[]>();
  for (const grain of spine.grains) {
    const plan: PlanNode = {
      kind: 'aggregate',
      relation: 'units',
      input: scanOf(spine),
      groups: [{ name: 'unit', value: call('cast', [customUnit(spine, grain)], 'text') }],
      measures: [{ name: 'start', value: day }],
    };
    const { values } = await engine.run(toSql(plan, columns, dialects[engine.name]), AbortSignal.timeout(PATIENCE));
    const [units = [], days = []] = values;
    starts.set(
      grain,
      days
        .filter((_, index) => units[index] !== null)
        .flatMap((start) => (start === null ? [] : String(start)))
        .sort(),
    );
  }
  return starts;
}
