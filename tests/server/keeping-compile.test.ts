import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { syntheticDefinitions } from '../../bench/synthetic-metrics.js';
import type { DefinitionText } from '../../src/definitions/read-definitions.js';
import { type CompiledProject, compileFound, keepingCompile, readProject } from '../../src/server/compile.js';

/** Whatever may be kept wrongly: names that mean others, circles, former names with a day, metrics in conditions, all grains. */
const TANGLE: readonly DefinitionText[] = [
  {
    path: 'metrics/a.yaml',
    text: `dataset: a
table: a
columns: {id: bigint, b_id: bigint, at: date, x: integer, y: double}
key: [id]
time: at
links: {b: {to: b, on: b_id}}
segments: {big: x > 10, known: "METRIC(n_b, b_id) > 1", late: "METRIC(was_b, b_id) > 1"}
metrics:
  n_a: {expression: COUNT(*), aliases: {was_a: 2026-02-01}}
  x: {expression: SUM(x), aliases: {was_x: null}, where: b.region = 'EU'}
  per: {expression: was_x / n_b}
  many: {expression: SUM(x), where: "METRIC(n_b, b_id) > 3"}
  share_x: {kind: share, of: x, within: [b.region]}
  first: {kind: funnel, steps: [n_a, n_b], step: n_b, entity: b_id, window: 7 days}
  to_date: {kind: cumulative, of: x, to_date: fiscal_year}
`,
  },
  {
    path: 'metrics/b.yaml',
    text: `dataset: b
table: b
columns: {b_id: bigint, region: text, at: date}
key: [b_id]
time: at
metrics:
  n_b: {expression: COUNT(*), aliases: {was_b: 2025-01-01}}
  up: {expression: down + 1}
  down: {expression: n_b * 2}
  by_period: {kind: multi_stage, of: n_b, grain: retail_month, then: avg}
---
dataset: c
columns: {b_id: bigint, region: text, n: bigint}
sql: SELECT b_id, region, COUNT(*) AS n FROM b GROUP BY b_id, region
key: [b_id]
metrics: {n_c: {expression: SUM(n)}}
`,
  },
  {
    path: 'metrics/d.yaml',
    text: `spine: {table: days, column: day, grain: day, grains: {retail_month: date}}
---
calendar: {fiscal: {year_starts: 02-01}}
---
view: all
metrics: [x, n_a, per, was_b, up]
dimensions: {region: {a: b.region, b: region}}
`,
  },
];

const SAMPLE = readProject('.', 'metrics').files;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/g;

/** All that a compilation says, in its order; functions aside. */
const said = ({ model, definitions, problems }: CompiledProject): string =>
  JSON.stringify(
    { model, definitions, problems },
    (_, value: unknown) =>
      value instanceof Map ? { map: [...value] } : typeof value === 'bigint' ? String(value) : value,
    1,
  );

type Change = { readonly kind: 'word' | 'undo' | 'remove' | 'move' | 'copy'; readonly at: number; readonly by: number };

/** One word of a file is another, a file is as it was, is gone, or has another name; what cannot be done changes nothing. */
function changed(now: readonly DefinitionText[], origin: readonly DefinitionText[], change: Change): DefinitionText[] {
  const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
  const file = pick(now, change.at);
  if (change.kind === 'undo') {
    const before = pick(origin, change.at);
    return before === undefined ? [...now] : [...now.filter(({ path }) => path !== before.path), before].sort(byPath);
  }
  if (file === undefined) return [...now];
  const others = now.filter((each) => each !== file);
  if (change.kind === 'remove') return others;
  const named = { path: `metrics/m${change.by % 7}.yaml`, text: file.text };
  if (change.kind === 'move') return [...others.filter(({ path }) => path !== named.path), named].sort(byPath);
  if (change.kind === 'copy') return [...now.filter(({ path }) => path !== named.path), named].sort(byPath);
  const words = [...file.text.matchAll(WORD)];
  const word = pick(words, change.by);
  const other = pick([...(pick(now, change.by)?.text ?? '').matchAll(WORD)], change.by >> 5);
  if (word === undefined || other === undefined) return [...now];
  const end = word.index + word[0].length;
  return [...others, { ...file, text: file.text.slice(0, word.index) + other[0] + file.text.slice(end) }].sort(byPath);
}

const byPath = (a: DefinitionText, b: DefinitionText): number => (a.path < b.path ? -1 : 1);

const CHANGES: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('word', 'word', 'word', 'undo', 'undo', 'remove', 'move', 'copy'),
  at: fc.nat(),
  by: fc.nat(),
});
const DAYS = ['2024-06-01', '2025-06-01', '2026-06-01'];

describe('what is kept from one compilation to the next', () => {
  test.each([
    { name: 'tangled definitions', files: TANGLE, runs: 12 },
    { name: 'generated definitions', files: syntheticDefinitions(40), runs: 5 },
    { name: 'the sample', files: SAMPLE, runs: 3 },
  ])('$name say what they say to a compiler that begins anew, after any changes', ({ files, runs }) => {
    const steps = fc.array(fc.tuple(CHANGES, fc.nat()), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(steps, (changes) => {
        const compile = keepingCompile();
        let now: readonly DefinitionText[] = files;
        compile({ files: now, problems: [] }, { today: DAYS[0] });
        for (const [change, day] of changes) {
          now = changed(now, files, change);
          const options = { today: DAYS[Math.floor(day / 8) % DAYS.length], engine: { kind: 'duckdb' } } as const;
          const found = { files: now, problems: [] };
          expect(said(compile(found, options))).toBe(said(compileFound(found, options)));
        }
      }),
      { numRuns: runs, seed: 20_260_301, endOnFailure: true },
    );
  });

  test('definitions compile at the beginning, so that there is something to keep', () => {
    const { problems } = compileFound({ files: TANGLE, problems: [] }, { today: '2024-06-01' });
    expect(problems.map(({ code }) => code)).toEqual(['ALIAS_USED', 'ALIAS_USED', 'ALIAS_USED']);
  });

  test('a metric is the very same one as long as nothing that it stands on is another', () => {
    const compile = keepingCompile();
    const metricsOf = (files: readonly DefinitionText[]) =>
      compile({ files, problems: [] }, { today: '2024-06-01' }).model.metrics;
    const before = metricsOf(TANGLE);
    const edited = TANGLE.map((file) => ({ ...file, text: file.text.replace('n_b * 2', 'n_b * 3') }));
    const after = metricsOf(edited);
    const others = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
    expect(others).toEqual(['down']);
  });
});
