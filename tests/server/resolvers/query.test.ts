import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWatching, type Watching } from './watching.js';

let watching: Watching;
beforeAll(async () => {
  watching = await openWatching();
});
afterAll(() => watching.close());

describe('query answers by names', () => {
  test('rows as objects, as arrays, and the whole', async () => {
    const { data, errors, statements } = await watching.ask(`{ query(input: {
      metrics: [plays, "revenue"], dimensions: [{as: "in", path: "member.country"}], where: [{path: device, is: {ne: "phone"}}], orderBy: [{by: "in", nulls: FIRST}]
    }) { rows arrays: rows(format: ARRAY) totalRows rowCount grandTotal } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      query: {
        rows: [
          { in: null, plays: 2, revenue: '0.05' },
          { in: 'BR', plays: 1, revenue: '3.35' },
          { in: 'FR', plays: 1, revenue: '1.10' },
        ],
        arrays: [
          [null, 2, '0.05'],
          ['BR', 1, '3.35'],
          ['FR', 1, '1.10'],
        ],
        totalRows: 3,
        rowCount: 3,
        grandTotal: { plays: 4, revenue: '4.50' },
      },
    });
    expect(statements).toBe(2);
  });

  test('the largest values and the rest, and the whole without either', async () => {
    const { data, errors } = await watching.ask(`{ query(input: {
      metrics: [plays, revenue], dimensions: [{path: device}], top: {count: 1, by: minutes_watched, dimension: "device"}
    }) { rows totalRows grandTotal columns { name type } } }`);
    expect(errors).toBeUndefined();
    expect(data?.query).toMatchObject({
      rows: [
        { device: 'tv', plays: 3, revenue: '4.50' },
        { device: 'other', plays: 3, revenue: '2.20' },
      ],
      totalRows: 2,
      grandTotal: { plays: 6, revenue: '6.70' },
    });
  });

  test('each group in each period of the range, and the whole of what is there', async () => {
    const { data, errors } = await watching.ask(`{ query(input: {
      metrics: [plays, revenue], dimensions: [{as: "month", path: metric_time, grain: month}], fill: ZERO, orderBy: [{by: "month"}]
      time: {days: {from: "2023-12-01", through: "2024-03-31"}}
    }) { rows(format: ARRAY) grandTotal } }`);
    expect(errors).toBeUndefined();
    expect(data?.query).toEqual({
      rows: [
        ['2023-12-01', 0, '0.00'],
        ['2024-01-01', 2, '3.30'],
        ['2024-02-01', 3, '3.40'],
        ['2024-03-01', 0, '0.00'],
      ],
      grandTotal: { plays: 5, revenue: '6.70' },
    });
  });

  test('rows by the value of a metric for each of their members', async () => {
    const { data, errors } = await watching.ask(`{ query(input: {
      metrics: [impressions], where: [{metric: minutes_watched, per: "member.country", is: {between: {from: 60, through: 95}}}]
    }) { rows } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ query: { rows: [{ impressions: 1 }] } });
  });

  test('an integer beyond 2^53 as a literal and as text in a variable, without losing a digit', async () => {
    const { data } = await watching.ask(
      `query($v: Value) {
      a: query(input: {metrics: [last_play], where: [{path: "play_id", is: {eq: 9007199254740993}}]}) { rows }
      b: query(input: {metrics: [plays], where: [{path: "play_id", is: {in: [$v]}}]}) { rows }
      c: query(input: {metrics: [plays], where: [{path: "play_id", is: {eq: 9007199254740992}}]}) { rows } }`,
      { v: '9007199254740993' },
    );
    expect(data).toEqual({
      a: { rows: [{ last_play: '9007199254740993' }] },
      b: { rows: [{ plays: 1 }] },
      c: { rows: [{ plays: 0 }] },
    });
  });

  test('a column may have any name', async () => {
    const { data } = await watching.ask(
      '{ query(input: {metrics: [plays], dimensions: [{as: "__proto__", path: "member.country"}], where: [{path: "member.country", is: {eq: "FR"}}]}) { rows columns { name } } }',
    );
    expect(JSON.stringify(data)).toContain('"rows":[{"__proto__":"FR","plays":2}]');
  });

  test('only what is selected is asked of the engine', async () => {
    expect((await watching.ask('{ query(input: {metrics: [plays]}) { __typename } }')).statements).toBe(0);
  });
});

describe('query refuses', () => {
  test('with all its problems, each with its argument', async () => {
    const { data, errors } = await watching.ask(
      '{ query(input: {metrics: ["playz"], dimensions: [{path: "device", grain: day}]}) { rows } }',
    );
    expect(data).toEqual({ query: null });
    expect(errors?.[0]).toMatchObject({
      message: 'There is no metric "playz".',
      path: ['query'],
      extensions: { code: 'UNKNOWN_METRIC', argument: 'input.metrics[0]', hint: 'Did you mean "plays"?' },
    });
  });

  test('two tests in one, before anything is run', async () => {
    const { errors, statements } = await watching.ask(
      '{ query(input: {metrics: [plays], where: [{path: device, is: {eq: "tv", ne: "tv"}}]}) { rows } }',
    );
    expect(errors?.[0]?.message).toContain('Test');
    expect(statements).toBe(0);
  });
});
