import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, TableVersion } from '../engine/engine.js';
import { type AggregateCall, columnsOf } from '../expressions/scalar.js';
import { type Named, type PlanNode, relationOf } from '../plan/plan.js';
import { refuse } from '../problems/problem.js';
import { leafOf, nodeOf } from '../reuse/leaf.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { type Due, dueOf, isUnknown } from './due.js';
import type { Holding } from './holding.js';
import { originsNow, partsOf, scopeOf } from './origins.js';
import { isKept, watermarkAt } from './partitions.js';
import type { RollupState } from './state.js';
import type { OnStep, RollupStore } from './store.js';

export interface BuildOptions {
  /** Everything anew, whatever is there. */
  readonly whole?: boolean | undefined;
  /** Also where another build is under way. */
  readonly takeOver?: boolean | undefined;
  readonly now?: Date | undefined;
  readonly onStep?: OnStep | undefined;
}

export interface Built {
  readonly due: Due;
  /** Null where there was nothing to do. */
  readonly state: RollupState | null;
  /** The partitions that were computed. */
  readonly made: readonly string[];
}

/**
 * Builds what is due of a rollup. Until the new table is whole, and where the build ends on its way, the one before is
 * in use.
 * @throws ROLLUP_BUSY while somebody else builds it
 */
export async function buildRollup(
  holding: Holding,
  engine: Engine,
  store: RollupStore,
  signal: AbortSignal,
  { whole = false, takeOver = false, now = new Date(), onStep = () => {} }: BuildOptions = {},
): Promise<Built> {
  const release = await store.lock(holding.name, takeOver);
  try {
    const before = (await store.states()).get(holding.name) ?? null;
    const tables = [...holding.sources, ...(before === null ? [] : [before.table])];
    const versions = await settledVersions(engine, tables, signal); // before anything is read
    const asked = dueOf(holding, before, versionIn(versions), now);
    const due: Due = whole ? { ...asked, scope: { kind: 'all' } } : asked;
    if (due.scope === null) return { due, state: null, made: [] };
    const parts = partsOf(holding, versions);
    const known = due.scope.kind === 'all' ? null : (before?.origins ?? null);
    const origins = parts && (await originsNow(holding, parts, known, engine, signal));
    const scope =
      due.scope.kind === 'parts'
        ? scopeOf(due.scope.changed, known ?? [], origins ?? [], parts?.columns ?? [])
        : due.scope;
    const table = store.newTable(holding);
    const kept = scope.kind === 'all' ? null : before;
    const { partitions, bytes } = await store.write({ holding, table, scope, before: kept }, signal, onStep);
    const builtAt = now.toISOString();
    const earlier = new Map(kept?.partitions.map((each) => [each.key, each]));
    const state: RollupState = {
      format: 1,
      rollup: holding.name,
      fingerprint: holding.fingerprint,
      table,
      columns: holding.columns.map(({ name, type }) => ({ name, type })),
      builtAt,
      watermark: watermarkAt(now, holding.rollup),
      sources: holding.sources.map((source) => ({ table: source, version: versionIn(versions)(source).version })),
      version: (await settledVersions(engine, [table], signal))[0]?.version ?? '',
      partitions: partitions.map(({ key, rows }) => ({
        key,
        rows,
        builtAt: isKept(key, scope) ? (earlier.get(key)?.builtAt ?? builtAt) : builtAt,
      })),
      origins,
      rows: partitions.reduce((sum, { rows }) => sum + rows, 0),
      bytes,
      keepsRows: await keepsRows(holding, engine, signal),
      before: before?.table ?? null,
    };
    signal.throwIfAborted();
    await store.publish(state);
    await store.sweep(holding, [table, ...(before === null ? [] : [before.table])]);
    return { due, state, made: partitions.flatMap(({ key }) => (isKept(key, scope) ? [] : [key])) };
  } finally {
    await release();
  }
}

/** Left joins drop no row; with as many rows as without them, none was multiplied. */
async function keepsRows({ leaf }: Holding, engine: Engine, signal: AbortSignal): Promise<boolean> {
  const { base, joins, where } = leafOf(leaf);
  if (joins.length === 0) return true;
  if (joins.some(({ type }) => type !== 'left')) return false;
  const reads = new Set(where.flatMap(columnsOf).map(({ relation }) => relation));
  if (joins.some(({ right }) => reads.has(relationOf(right)))) return false;
  const count = async (input: PlanNode): Promise<unknown> => {
    const root: PlanNode = { kind: 'aggregate', relation: 'counted', input, groups: [], measures: [COUNT] };
    const columns = [{ name: COUNT.name, type: 'integer' as const }];
    const dialect = dialects[engine.name];
    const { values } = await engine.run(toSql(root, columns, dialect), signal);
    return values[0]?.[0];
  };
  return (await count(leaf.input)) === (await count(nodeOf({ base, joins: [], where })));
}

const COUNT: Named<AggregateCall> = {
  name: 'rows',
  value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' },
};

const PATIENCE = 60_000;
const PAUSE = 100;

/** Versions as they are now; an engine that looks them up beside its work is waited for. */
export async function settledVersions(
  engine: Pick<Engine, 'versionsOf'>,
  tables: readonly string[],
  signal: AbortSignal,
): Promise<readonly TableVersion[]> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const versions = engine.versionsOf(tables);
    if (!versions.some(isUnknown) || performance.now() > until) return versions;
    await sleep(PAUSE, undefined, { signal });
  }
}

export const versionIn =
  (versions: readonly TableVersion[]) =>
  (table: string): TableVersion =>
    versions.find((each) => each.table === table) ??
    refuse({ code: 'TABLE_NOT_FOUND', message: `Nobody asked for the version of "${table}".` });
