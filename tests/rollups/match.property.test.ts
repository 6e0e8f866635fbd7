import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANYONE, answer, type Runtime, type Viewer } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import { ProblemError } from '../../src/problems/problem.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import type { Answer } from '../../src/result/result.js';
import { buildRollup } from '../../src/rollups/build.js';
import type { Holding } from '../../src/rollups/holding.js';
import { ROLLUP_RULES } from '../../src/rollups/match.js';
import { type Rollups, rollupsFor } from '../../src/rollups/rollups.js';
import type { RollupState } from '../../src/rollups/state.js';
import { read } from '../builders/request.js';
import { drilled } from '../derive/drilled.js';
import { openSharedTables, type SharedTables } from '../differential/shared-tables.js';
import { generate } from '../reference/generate.js';
import { Random } from '../reference/random.js';
import { drawn, questionOf } from './drawn.js';
import { MemoryStore } from './memory-store.js';

/** Fifty that meet every rule; others by environment. */
const [FROM, SEEDS] = [Number(process.env.ROLLUPS_FROM ?? 151), Number(process.env.ROLLUPS_SEEDS ?? 50)];
/** Of what each rollup holds, and of other things that people ask. */
const [OF_ROLLUPS, OTHERS] = [3, 1];

let tables: SharedTables;
beforeAll(async () => {
  tables = await openSharedTables();
});
afterAll(() => tables.close());

test('rows are the same with and without rollups, and each that does not serve says why', async () => {
  let [asked, served] = [0, 0];
  const rules = new Set<string>();
  const wrong: unknown[] = [];
  for (let seed = FROM; seed < FROM + SEEDS; seed++) {
    const generated = generate(seed);
    if (generated.outcome !== 'rows') continue;
    const all = drawn(generated);
    if (all.rollups.length === 0) continue;
    const engine = await tables.engineFor(generated.model);
    const store = new MemoryStore(all.model, tables.run);
    const { rollups, fated } = await built(seed, all.model, engine, store);
    const questions = [
      ...all.rollups.flatMap((rollup) => Array.from({ length: OF_ROLLUPS }, () => questionOf(generated, all, rollup))),
      ...all.random.some(drilled(generated), OTHERS),
    ];
    for (const input of questions) {
      const viewer = all.random.chance(0.02) ? { ...ANYONE, user: 'ada' } : ANYONE;
      const [plain, came] = [
        await ask(all.model, fated, input, viewer),
        await ask(all.model, fated, input, viewer, rollups),
      ];
      if (!isSame(plain, came)) wrong.push({ seed, input, plain: textOf(plain), came: textOf(came), by: usesOf(came) });
      if (typeof plain === 'string') continue;
      asked += 1;
      served += usesOf(came).some(({ used }) => used) ? 1 : 0;
      for (const { used, failed } of usesOf(came)) {
        if (used !== (failed === null)) wrong.push({ seed, input, used, failed });
        if (failed !== null) rules.add(failed.rule);
      }
    }
    await store.close();
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(served).toBeGreaterThan(asked * 0.3);
  expect([...rules].sort()).toEqual(Object.keys(ROLLUP_RULES).sort());
}, 600_000);

/** Builds the rollups of a model; then some are as if they had been built long ago, by others, or not at all. */
async function built(
  seed: number,
  model: Model,
  engine: Engine,
  store: MemoryStore,
): Promise<{ readonly rollups: Rollups; readonly fated: Engine }> {
  const random = new Random(seed * 61 + 5);
  const still: Engine = {
    ...engine,
    versionsOf: (asked) => asked.map((table) => ({ table, version: '1', modifiedAt: null })),
  };
  const { holdings } = rollupsFor(model, false, () => new Map());
  const states = new Map<string, RollupState>();
  const versions = new Map<string, string>();
  for (const holding of holdings) {
    const { state } = await buildRollup(holding, still, store, new AbortController().signal, {
      now: new Date('2024-02-20T12:00:00Z'),
    });
    if (state === null) throw new Error('nothing was built');
    const fate = random.next();
    if (fate < 0.05) continue;
    states.set(holding.name, fate < 0.1 ? { ...state, fingerprint: 'another' } : withWatermark(random, holding, state));
    if (fate >= 0.1 && fate < 0.15) versions.set(state.table, 'absent');
    if (fate >= 0.15 && fate < 0.2) versions.set(state.table, 'another');
  }
  const [one] = holdings;
  if (one !== undefined && random.chance(0.35))
    versions.set(random.chance(0.8) ? (one.own[0] ?? '') : random.pick(one.sources), '2');
  const fated: Engine = {
    ...engine,
    versionsOf: (asked) => asked.map((table) => ({ table, version: versions.get(table) ?? '1', modifiedAt: null })),
  };
  return { rollups: { holdings, states: () => states }, fated };
}

/** Somewhere among the days of the data. */
const withWatermark = (random: Random, { rollup }: Holding, state: RollupState): RollupState =>
  state.watermark === null
    ? state
    : {
        ...state,
        watermark: `${random.pick(rollup.grain === 'week' ? ['2024-01-29', '2024-02-26'] : rollup.grain === 'month' ? ['2024-02-01', '2024-03-01'] : ['2024-01-31', '2024-02-10', '2024-03-01'])}T00:00:00`,
      };

const PROVEN: Runtime['proven'] = { keys: { findingOf: () => ({ holds: true }) } } as unknown as Runtime['proven'];

async function ask(
  model: Model,
  engine: Engine,
  input: MetricQueryInput,
  viewer: Viewer,
  rollups?: Rollups,
): Promise<Answer | string> {
  const runtime: Runtime = {
    model,
    engine,
    cache: new LruResultCache({ maxBytes: 0 }),
    maxRows: 100_000,
    rollups,
    proven: PROVEN,
  };
  try {
    return await answer(runtime, read(model, input), viewer, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems[0]?.code ?? '';
  }
}

const usesOf = (came: Answer | string) => (typeof came === 'string' ? [] : came.proof.explain().rollups);

const textOf = (came: Answer | string): string =>
  typeof came === 'string' ? came : JSON.stringify(came.columns.map(({ name, values }) => [name, values]));

function isSame(a: Answer | string, b: Answer | string): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return (
    a.rowCount === b.rowCount &&
    a.columns.every((column, at) => {
      const other = b.columns[at];
      return column.name === other?.name && column.values.every((cell, row) => isNear(cell, other.values[row]));
    })
  );
}

/** Sums of doubles differ in their last digits by the order of rows. */
const isNear = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)) : a === b;
