import { type Asked, oneByOne, type Statements } from './batch/statements.js';
import type { RowsRead } from './cache/encoded-answers.js';
import type { Make } from './cache/flight.js';
import { isClosed } from './cache/is-closed.js';
import { scopeKey } from './cache/key.js';
import type { CacheState, Held, ResultCache, Wanted } from './cache/result-cache.js';
import { tableStates } from './cache/table-states.js';
import { type Allowed, wantedOf } from './cache/wanted.js';
import type { KeptLeaves } from './derive/kept-leaves.js';
import type { Engine, EngineName, OnProgress, Rows } from './engine/engine.js';
import { columnsOf, type Scalar } from './expressions/scalar.js';
import type { Model } from './model/model.js';
import { fingerprintOf } from './plan/fingerprint.js';
import type { OutputColumn, PlanNode } from './plan/plan.js';
import { type Plan, planFor } from './plan/plan-for.js';
import { applyRules } from './plan/rules/rules.js';
import { tablesOf } from './plan/tables.js';
import { reachesOne } from './plan/way-of-scan.js';
import { ProblemError } from './problems/problem.js';
import { countLeftOut } from './proofs/count-left-out.js';
import type { Proven } from './proofs/proven.js';
import { relyOnKeys } from './proofs/rely-on-keys.js';
import { relyOnPartitions } from './proofs/rely-on-partitions.js';
import type { MetricRequest } from './request/metric-request.js';
import { approximations } from './result/approximations.js';
import { explain, joinsOf } from './result/explain.js';
import type { RowsLeftOut } from './result/explanation.js';
import type { Answer, Warning } from './result/result.js';
import { endCursorOf, shapeColumns } from './result/shape.js';
import { warningsOf } from './result/warnings.js';
import type { MatchContext } from './rollups/match.js';
import type { Rollups } from './rollups/rollups.js';
import { type Served, served } from './rollups/served.js';
import { dialects } from './sql/dialects/dialects.js';
import { toSql } from './sql/to-sql.js';
import type { Lifetime } from './time/lifetime.js';

/** Who asks. All of it is part of every cache key. */
export interface Viewer {
  readonly policy: string;
  /** In whose name the engine runs the queries; null where in the server's own. */
  readonly user: string | null;
}

export const ANYONE: Viewer = { policy: 'public', user: null };

/** What a request takes at arrival and keeps to its end, also while a reload swaps in a new one. */
export interface Runtime {
  readonly model: Model;
  /** Runs what it is given in the name of the viewer. */
  readonly engine: Engine;
  readonly cache: ResultCache;
  /** How old answers may be over datasets that say nothing of it. */
  readonly lifetime?: Lifetime | undefined;
  /** How plans become statements; each its own, unless said. */
  readonly statements?: Statements | undefined;
  /** Rows of earlier questions, which may give the answer; absent where none are kept. */
  readonly kept?: KeptLeaves | undefined;
  /** What is aggregated ahead; absent where answers are read from the tables of the datasets alone. */
  readonly rollups?: Rollups | undefined;
  /** Told of each answer, and how long it took. @returns what is told when the very same is given again */
  readonly onAnswered?: ((request: MetricRequest, came: Answer, milliseconds: number) => () => void) | undefined;
  /** An answer with more rows is an error, never cut. */
  readonly maxRows: number;
  /** What has been found out about keys and partitions; absent where nobody proves them. */
  readonly proven?: Proven | undefined;
  /** Told of all rows that answers are made of. */
  readonly onRows?: ((read: RowsRead) => void) | undefined;
  /** Told how far each query is that the request waits for. */
  readonly onProgress?: OnProgress | undefined;
}

/** The whole way of a question; every line is a module. */
export async function answer(
  runtime: Runtime,
  request: MetricRequest,
  viewer: Viewer,
  signal: AbortSignal,
): Promise<Answer> {
  const plan = planFor(runtime.model, request);
  const bound = (root: PlanNode): PlanNode => bounded(root, runtime.maxRows);
  const { held, proof, warnings, root, rollups } = await rowsOf(
    runtime,
    request,
    plan,
    plan.columns,
    viewer,
    signal,
    bound,
  );
  return {
    columns: shapeColumns(runtime.model, request, plan, held.rows),
    rowCount: held.rows.rowCount,
    endCursor: endCursorOf(plan, held.rows),
    proof: {
      ...proof,
      sql: (dialect) => [statementFor(root, plan.columns, dialect ?? runtime.engine.name)],
      plan: root,
      explain: () => explain(runtime.model, request, plan.root, rollups),
      leftOut: () => leftOut(runtime, request, plan.root, signal),
    },
    cache: cacheState(held),
    warnings: [
      ...warningsOf(request),
      ...approximations(runtime.model, request, plan.root, dialects[runtime.engine.name].accuracy),
      ...warnings,
    ],
  };
}

/** The number of rows of a request before limit, offset and cursor. */
export async function countRows(
  runtime: Runtime,
  request: MetricRequest,
  viewer: Viewer,
  signal: AbortSignal,
): Promise<number> {
  const plan: Plan = planFor(runtime.model, request);
  const counted = (input: PlanNode): PlanNode => ({
    kind: 'aggregate',
    relation: 'counted',
    groups: [],
    input,
    measures: [{ name: 'rows', value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' } }],
  });
  const rows = { root: counted(plan.unpaged), logical: counted(plan.logicalUnpaged) };
  const { held } = await rowsOf(runtime, request, rows, [{ name: 'rows', type: 'integer' }], viewer, signal);
  return Number(held.rows.values[0]?.[0] ?? 0);
}

/** The same question without dimensions, having and pages: one row, aggregated from rows. */
export function grandTotal(
  runtime: Runtime,
  request: MetricRequest,
  viewer: Viewer,
  signal: AbortSignal,
): Promise<Answer> {
  return answer(
    runtime,
    {
      ...request,
      dimensions: [],
      having: [],
      order: [],
      fill: null,
      top: null,
      compare: null,
      limit: null,
      offset: 0,
      after: null,
    },
    viewer,
    signal,
  );
}

/** Each way that was joined, with the rows of the asked range that stop on it. */
async function leftOut(
  runtime: Runtime,
  asked: MetricRequest,
  root: PlanNode,
  signal: AbortSignal,
): Promise<readonly RowsLeftOut[]> {
  const counted: (RowsLeftOut | null)[] = [];
  for (const { way } of joinsOf(runtime.model, root))
    counted.push(await countLeftOut(runtime, way.from, way.links, asked, signal));
  return counted.filter((each) => each !== null);
}

/** A plan on the tables as they are now: what it may leave unread, and what it relies on that nobody has proven. */
export function relied({ engine, model, proven }: Runtime, root: PlanNode) {
  const tables = tablesOf(root);
  const freshness = engine.versionsOf(tables);
  const keys = relyOnKeys(model, root, freshness, proven?.keys);
  const reading = relyOnPartitions(model, root, freshness, proven?.partitions);
  const warnings: readonly Warning[] = [...keys, ...reading.warnings];
  return { root: reading.root, tables, freshness, keysHold: keys.length === 0, warnings };
}

/** What decides which rollups serve a request now. */
export const matchContext = ({ engine }: Runtime, { metrics }: MetricRequest, { user }: Viewer): MatchContext => ({
  versionsOf: (tables) => engine.versionsOf(tables),
  now: new Date(),
  datasets: metrics.flatMap(({ datasets }) => datasets),
  forEverybody: user === null,
});

/** Read from rollups where these serve, else from the tables of the datasets. */
async function rowsOf(
  runtime: Runtime,
  request: MetricRequest,
  plan: Pick<Plan, 'root' | 'logical'>,
  columns: readonly OutputColumn[],
  viewer: Viewer,
  signal: AbortSignal,
  bound: (root: PlanNode) => PlanNode = (same) => same,
) {
  const { came, matched } = await served(runtime.rollups, plan.logical, matchContext(runtime, request, viewer), (by) =>
    rowsFrom(runtime, request, plan, by, columns, viewer, signal, bound),
  );
  return { ...came, rollups: matched.uses, warnings: [...came.warnings, ...matched.warnings] };
}

async function rowsFrom(
  runtime: Runtime,
  request: MetricRequest,
  { root, logical }: Pick<Plan, 'root' | 'logical'>,
  { matched, rewrite }: Served,
  columns: readonly OutputColumn[],
  viewer: Viewer,
  signal: AbortSignal,
  bound: (root: PlanNode) => PlanNode,
) {
  const asIs = relied(runtime, root);
  const isServed = matched.root !== logical;
  const {
    root: reading,
    tables,
    freshness,
  } = isServed ? relied(runtime, applyRules(matched.root, runtime.model)) : asIs;
  const { keysHold, warnings } = asIs; // what was rolled up relies on the same keys
  const fingerprint = fingerprintOf(bound(root)); // neither partitions that need not be read nor rollups change a number
  const parts = isServed ? [asIs, { root: reading, freshness }] : [asIs];
  const wanted = wantedOf(
    { fingerprint, ...viewer },
    runtime.model,
    parts,
    allowedBy(runtime, request),
    runtime.lifetime,
  );
  const statesOf = (node: PlanNode) => tableStates(node, runtime.engine.versionsOf(tablesOf(node)));
  const forEngine = (node: PlanNode): PlanNode => {
    const served = applyRules(rewrite(node), runtime.model);
    return relyOnPartitions(runtime.model, served, freshness, runtime.proven?.partitions).root;
  };
  const asked: Asked = {
    root: bound(reading),
    columns,
    derivable: mayDerive(wanted)
      ? {
          logical: bound(logical),
          forEngine,
          prunes: (of) => readsPartitions(runtime.model, of),
          scopeOf: (node) => scopeKey(viewer, [node, rewrite(node)].flatMap(statesOf)),
        }
      : undefined,
    keepsRows: ({ right }) => keysHold && right.kind === 'scan' && reachesOne(runtime.model, right),
  };
  const run: Make<Rows> = async (flight, onProgress) => {
    const rows = await (runtime.statements ?? oneByOne(runtime.engine)).run(asked, flight, onProgress);
    if (rows.rowCount > runtime.maxRows) throw tooLarge(runtime.maxRows);
    return rows;
  };
  const held: Held = await runtime.cache.through(wanted, run, signal, runtime.onProgress);
  const isProven = warnings.length === 0 || runtime.proven === undefined;
  const isSettled = isProven && !isServed && matched.warnings.length === 0; // rollups lag by the clock
  const { currentAt } = held;
  runtime.onRows?.({ fingerprint, wanted, cache: cacheState(held), currentAt, versions: freshness, isSettled });
  const { statistics } = held.rows;
  return {
    held,
    warnings,
    root: reading,
    proof: {
      fingerprint,
      tables,
      freshness,
      answeredAt: new Date(answeredAt(held)).toISOString(),
      queryId: statistics?.queryId ?? null,
      run: held.state === 'MISS' || held.state === 'JOINED' ? (statistics ?? null) : null,
      derivedFrom: held.rows.derived?.from ?? null,
    },
  };
}

const allowedBy = ({ model }: Runtime, request: MetricRequest): Allowed => ({
  maxAge: request.maxAge,
  closed: isClosed(model, request, new Date()),
});

/** By name alone: a column of the name that does not part its table is taken for one that does. */
const readsPartitions = ({ datasets }: Model, of: Scalar): boolean =>
  columnsOf(of).some(({ column }) =>
    [...datasets.values()].some(({ partitions }) =>
      partitions.some(({ columns }) => columns.some(({ name }) => name === column)),
    ),
  );

/** What is reckoned from kept rows is as old as the last look at their tables. */
const mayDerive = ({ seenAt, maxAge }: Wanted): boolean => seenAt !== null && Date.now() - seenAt <= maxAge;

/** When the engine gave the oldest of the rows that an answer was reckoned from. */
const answeredAt = ({ rows, answeredAt: came }: Held): number => rows.derived?.answeredAt ?? came;

const cacheState = (held: Held): CacheState => ({
  state: held.state === 'MISS' && held.rows.derived?.complete ? 'DERIVED' : held.state,
  age: Math.max(0, Date.now() - held.currentAt),
});

const statementFor = (root: PlanNode, columns: readonly OutputColumn[], dialect: EngineName): string =>
  toSql(root, columns, dialects[dialect]).text;

/**
 * One row more than allowed is asked for, so that too many are noticed without fetching them all. Which ones does not
 * matter then, and they are cut before they are sorted: the first so many of a long order cost more than all of a short one.
 */
function bounded(root: PlanNode, maxRows: number): PlanNode {
  const cut = (input: PlanNode, rows: number): PlanNode => ({ kind: 'sort', input, by: [], limit: rows, offset: 0 });
  if (root.kind !== 'sort') return cut(root, maxRows + 1);
  if (root.limit !== null && root.limit <= maxRows) return root;
  return { ...root, input: cut(root.input, root.offset + maxRows + 1), limit: null };
}

const tooLarge = (maxRows: number): ProblemError =>
  new ProblemError([
    {
      code: 'RESULT_TOO_LARGE',
      message: `The answer has more than ${maxRows} rows.`,
      hint: 'Add a limit, a filter or a coarser grain; pages come with limit and after.',
    },
  ]);
