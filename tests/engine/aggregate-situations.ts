import { expect, test } from '@jest/globals';
import type { Cell } from '../../src/engine/engine.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { CASES } from './aggregate-cases.js';

type Rows = readonly (readonly Cell[])[];
export type Ask = (input: MetricQueryInput) => Promise<Rows>;

/**
 * Every aggregate in every place that it may stand in, against values by hand.
 * @param together how many of them one question asks for
 */
export function aggregateSituations(ask: Ask, together = 1): void {
  const cases = CASES.map((each, n) => ({ ...each, n }));
  const many = [{ path: 'place', is: { eq: 'many' } }];

  /** The rows of one metric out of a question that its neighbours share; by itself where that fails. */
  function asking(kind: 'm' | 'f' | 'w', input: MetricQueryInput, beside: readonly string[] = []) {
    const shared = new Map<number, Promise<Rows>>();
    return async (n: number): Promise<Rows> => {
      const first = n - (n % together);
      const metrics = cases.slice(first, first + together).map((each) => `${kind}${each.n}`);
      const rows = shared.get(first) ?? ask({ ...input, metrics: [...metrics, ...beside] });
      shared.set(first, rows);
      const dimensions = input.dimensions?.length ?? 0;
      const found = await rows.catch(() => null);
      if (found === null) return ask({ ...input, metrics: [`${kind}${n}`, ...beside] });
      const others = (column: number) => column < dimensions || column >= dimensions + metrics.length;
      return found.map((row) => row.filter((_, column) => others(column) || column === dimensions + n - first));
    };
  }

  const byPlace = asking('m', { dimensions: [{ path: 'place' }], orderBy: [{ by: 'place' }] });
  test.each(cases)('$expression of several rows, of one, and of NULLs alone', async ({ n, groups }) => {
    expectCells(await byPlace(n), [
      ['many', groups[0]],
      ['nulls', groups[2]],
      ['one', groups[1]],
    ]);
  });

  const nowhere = asking('m', { where: [{ path: 'place', is: { eq: 'nowhere' } }] });
  test.each(cases)('$expression of no row', async ({ n, none }) => {
    expectCells(await nowhere(n), [[none ?? null]]);
  });

  const narrowed = asking('f', { where: many });
  const besideAll = asking('f', { where: [{ path: 'place', is: { eq: 'nulls' } }] }, ['m0']);
  test.each(cases)('$expression of rows that a filter leaves', async ({ n, where, none }) => {
    expectCells(await narrowed(n), [[where]]);
    expectCells(await besideAll(n), [[none ?? null, 2]]);
  });

  const onADay = asking('w', {
    dimensions: [{ as: 'day', path: 'metric_time', grain: 'day' }],
    time: { days: { from: '2024-01-03', through: '2024-01-03' } },
  });
  test.each(cases)('$expression over a window', async ({ n, window }) => {
    expectCells(await onADay(n), [['2024-01-03', window]]);
  });

  const where = [{ path: 'tags.tag', is: { in: ['new', 'hot'] } }];
  const ofTagged = asking('m', { where });
  const byTag = asking('m', { dimensions: [{ as: 'tag', path: 'tags.tag' }], where, orderBy: [{ by: 'tag' }] });
  test.each(cases)('$expression over a link to many counts each row once', async ({ n, tagged }) => {
    expectCells(await ofTagged(n), [[tagged]]);
    expectCells(await byTag(n), [
      ['hot', tagged],
      ['new', tagged],
    ]);
  });
}

function expectCells(found: Rows, wanted: Rows): void {
  expect(found.map((row, i) => row.map((cell, j) => near(cell, wanted[i]?.[j])))).toEqual(wanted);
}

const near = (cell: Cell, wanted: Cell | undefined): Cell =>
  typeof cell === 'number' && typeof wanted === 'number' && Math.abs(cell - wanted) < 1e-9 ? wanted : cell;
