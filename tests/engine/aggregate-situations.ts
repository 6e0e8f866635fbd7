import { expect, test } from '@jest/globals';
import type { Cell } from '../../src/engine/engine.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { CASES } from './aggregate-cases.js';

export type Ask = (input: MetricQueryInput) => Promise<readonly (readonly Cell[])[]>;

/** Every aggregate in every place that it may stand in, against values by hand. */
export function aggregateSituations(ask: Ask): void {
  const cases = CASES.map((each, n) => ({ ...each, n }));
  const many = [{ path: 'place', is: { eq: 'many' } }];

  test.each(cases)('$expression of several rows, of one, and of NULLs alone', async ({ n, groups }) => {
    const rows = await ask({ metrics: [`m${n}`], dimensions: [{ path: 'place' }], orderBy: [{ by: 'place' }] });
    expectCells(rows, [
      ['many', groups[0]],
      ['nulls', groups[2]],
      ['one', groups[1]],
    ]);
  });

  test.each(cases)('$expression of no row', async ({ n, none }) => {
    expectCells(await ask({ metrics: [`m${n}`], where: [{ path: 'place', is: { eq: 'nowhere' } }] }), [[none ?? null]]);
  });

  test.each(cases)('$expression of rows that a filter leaves', async ({ n, where, none }) => {
    expectCells(await ask({ metrics: [`f${n}`], where: many }), [[where]]);
    const beside = await ask({ metrics: [`f${n}`, 'm0'], where: [{ path: 'place', is: { eq: 'nulls' } }] });
    expectCells(beside, [[none ?? null, 2]]);
  });

  test.each(cases)('$expression over a window', async ({ n, window }) => {
    const dimensions = [{ as: 'day', path: 'metric_time', grain: 'day' }];
    const time = { days: { from: '2024-01-03', through: '2024-01-03' } };
    expectCells(await ask({ metrics: [`w${n}`], dimensions, time }), [['2024-01-03', window]]);
  });

  test.each(cases)('$expression over a link to many counts each row once', async ({ n, tagged }) => {
    const where = [{ path: 'tags.tag', is: { in: ['new', 'hot'] } }];
    expectCells(await ask({ metrics: [`m${n}`], where }), [[tagged]]);
    const each = await ask({
      metrics: [`m${n}`],
      dimensions: [{ as: 'tag', path: 'tags.tag' }],
      where,
      orderBy: [{ by: 'tag' }],
    });
    expectCells(each, [
      ['hot', tagged],
      ['new', tagged],
    ]);
  });
}

function expectCells(found: readonly (readonly Cell[])[], wanted: readonly (readonly Cell[])[]): void {
  expect(found.map((row, i) => row.map((cell, j) => near(cell, wanted[i]?.[j])))).toEqual(wanted);
}

const near = (cell: Cell, wanted: Cell | undefined): Cell =>
  typeof cell === 'number' && typeof wanted === 'number' && Math.abs(cell - wanted) < 1e-9 ? wanted : cell;
