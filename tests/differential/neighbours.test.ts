import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerCase, type CaseAnswer } from '../cases/answer-case.js';
import { type OpenModel, serveModel } from '../cases/open-model.js';
import type { SuiteQuery } from '../cases/suite.js';
import { columnTypes } from '../reference/column-types.js';
import { sameCell } from '../reference/compare.js';
import type { Cell, Query } from '../reference/format.js';
import { type GeneratedCase, generate } from '../reference/generate.js';
import { Random } from '../reference/random.js';
import { suiteModel } from './differences.js';
import { openSharedTables, type SharedTables } from './shared-tables.js';

const SEEDS = 25;
const METRICS_TOGETHER = 5;

let tables: SharedTables;
beforeAll(async () => {
  tables = await openSharedTables();
});
afterAll(() => tables.close());

test('a metric’s value does not depend on which other metrics are asked beside it', async () => {
  const differing: string[] = [];
  let compared = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const generated = generate(seed);
    if (generated.outcome !== 'rows') continue;
    const model = await serveModel(suiteModel(generated), await tables.engineFor(generated.model));
    const { cells, differences } = await compareNeighbours(generated, model);
    await model.close();
    compared += cells;
    differing.push(...differences.map((each) => `seed ${seed}: ${each}`));
  }
  expect(differing).toEqual([]);
  expect(compared).toBeGreaterThan(SEEDS * 5);
}, 60_000);

/** Asks several metrics one by one, then together, and looks at the groups that an answer with one of them has. */
async function compareNeighbours(
  { seed, model, query }: GeneratedCase,
  served: OpenModel,
): Promise<{ cells: number; differences: string[] }> {
  const ask = (metrics: readonly string[]) =>
    answerCase(served, {
      id: String(seed),
      query: { ...plain(query), metrics: [...metrics] } as unknown as SuiteQuery,
    });
  // A rank is among the groups of the answer, so that its neighbours do matter
  const names = Object.keys(model.metrics).filter((name) => model.metrics[name]?.kind !== 'rank');
  const alone = new Map<string, Rows>();
  for (const name of new Random(Number(seed)).some(names, 2 * METRICS_TOGETHER)) {
    const answer = await ask([name]);
    if (!('error' in answer)) alone.set(name, answer);
    if (alone.size === METRICS_TOGETHER) break;
  }
  const together = alone.size < 2 ? undefined : await ask([...alone.keys()]);
  if (together === undefined) return { cells: 0, differences: [] };
  if ('error' in together)
    return { cells: 0, differences: together.error.code === 'NOT_EXPRESSIBLE' ? [] : [together.error.message] };
  const shared = byGroup(together, query);
  const differences: string[] = [];
  let cells = 0;
  for (const [name, answer] of alone) {
    const type = columnTypes(model, { ...plain(query), metrics: [name] }).at(-1) ?? 'text';
    const zero = ['conversion', 'funnel'].includes(model.metrics[name]?.kind ?? '') ? 0 : null; // whether a group without base rows shows 0 or NULL is open
    for (const [group, cell] of byGroup(answer, query)) {
      const beside = shared.get(group);
      cells += 1;
      const [a, b] = [cell(name) ?? zero, beside?.(name) ?? zero];
      if (beside === undefined || !sameCell(type, a, b))
        differences.push(
          `${name} in ${group} is ${a} alone, ${beside === undefined ? 'not there' : b} beside ${[...alone.keys()].join(', ')} in ${JSON.stringify(plain(query))}`,
        );
    }
  }
  return { cells, differences };
}

/** What else the whole answer decides is left out: having, pages, the top, zeros of filled groups. */
function plain({ metrics, dimensions, where, segments, range, timezone, now, fill }: Query): Query {
  return JSON.parse(
    JSON.stringify({ metrics, dimensions, where, segments, range, timezone, now, fill: fill && 'empty' }),
  ) as Query;
}

type Rows = Exclude<CaseAnswer, { error: unknown }>;

function byGroup({ columns, rows }: Rows, { dimensions }: Query): Map<string, (metric: string) => Cell> {
  const at = dimensions.map(({ as }) => columns.indexOf(as));
  return new Map(
    rows.map((row) => [
      JSON.stringify(at.map((i) => row[i])),
      (metric) => (row[columns.indexOf(metric)] ?? null) as Cell,
    ]),
  );
}
