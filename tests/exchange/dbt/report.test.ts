import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCalls } from '../../../src/exchange/dbt/calls.js';
import { importDbt } from '../../../src/exchange/dbt/import-dbt.js';
import type { Line, Outcome } from '../../../src/exchange/report.js';
import { modelOf } from '../../builders/compile.js';

const file = (path: string) => ({ path, text: readFileSync(`tests/exchange/dbt/${path}`, 'utf8') });
const { files, report } = importDbt(file('troubled.json'), undefined);
const about = (lines: readonly Line[], what: string, outcome: Outcome): readonly string[] =>
  lines.filter((line) => line.what === what && line.outcome === outcome).map(({ message }) => message);

describe('what cannot be imported is a loss, and left out', () => {
  test.each([
    ['semantic model "../evil"', '"../evil" is no name here'],
    ['dimension "orders.secret"', 'Statements and subqueries are not allowed.'],
    ['dimension "orders.hash"', 'There is no function "MD5" here.'],
    ['dimension "orders.bad-name"', '"bad-name" is no name here'],
    ['metric "filled"', 'It fills NULL with 7'],
    ['metric "macro"', 'Jinja that is not understood: {% if true %}'],
    ['metric "env"', "{{ env_var('X') }} is none of Dimension, TimeDimension, Entity, Metric"],
    ['metric "raw"', '"status" is no element of a semantic model'],
    ['metric "by_fiscal"', 'the grain "fiscal_quarter" is custom'],
    ['metric "unreached"', 'nothing is found over entity "buyer"'],
    ['metric "of_hash"', '"orders" has no column "hash"'],
    ['metric "injected"', 'Unexpected character ";".'],
    ['metric "odd"', 'In: amount::int'],
    ['metric "most"', 'The aggregation "mode" is unknown.'],
    ['metric "nothing"', 'There is no measure "nowhere".'],
    ['metric "of_nothing"', 'It needs metric "nothing"'],
    ['metric "logged"', 'There is no function "LOG10" here.'],
    ['metric "itself"', 'It needs metric "itself"'],
    ['metric "window_in_may"', 'metric_time is filtered after windows'],
    ['metric "buyers_after"', 'measure "buyers" does not count rows'],
    ['metric "strange"', 'Its type "forecast" is unknown.'],
    ['saved query "paid"', 'It has a filter, and a view has none'],
  ])('%s', (what, message) => {
    expect(about(report, what, 'loss').join('\n')).toContain(message);
    expect(about(report, what, 'exact')).toEqual([]);
  });

  test('the rest compiles, and nothing else is in it', () => {
    const model = modelOf(...files.map(({ text }) => text));
    expect(files.map(({ path }) => path)).toEqual(['orders.yaml', 'views/top.yaml']);
    expect([...model.metrics.keys()]).toEqual(['amount', 'spread', 'buyers']);
  });

  test('each line has its place in the manifest', () => {
    expect(report.find(({ what }) => what === 'metric "odd"')?.place).toBe('metrics[9]');
    expect(report.every(({ place }) => place !== '')).toBe(true);
  });
});

describe('what the manifest does not say is a guess', () => {
  test('types, where no catalogue tells them', () => {
    expect(about(report, 'metric "amount"', 'guess')).toEqual([
      'Column "amount" of shop.orders is taken for double: the manifest has no types, and there is no catalog.json.',
    ]);
  });

  test('functions that warehouses do not agree on', () => {
    expect(about(report, 'metric "spread"', 'guess')).toEqual([
      'GREATEST is taken as ours: NULL where one of them is NULL. In: greatest(amount, 0)',
    ]);
  });

  test('no type is guessed with a catalogue', () => {
    const newer = importDbt(file('newer.json'), file('newer.catalog.json')).report;
    expect(newer.filter(({ outcome }) => outcome === 'guess')).toEqual([]);
    expect(newer.filter(({ outcome }) => outcome === 'loss').map(({ what }) => what)).toEqual([
      'time spine mart.hours',
      'custom granularity "sprint"',
    ]);
  });
});

describe('files that are no manifest', () => {
  test.each([
    ['{', 'm.json: it is not JSON'],
    ['[]', 'm.json: it: '],
    ['{"semantic_models": [{"name": 1}], "metrics": []}', 'm.json: semantic_models[0].name: '],
  ])('%s', (text, message) => {
    expect(() => importDbt({ path: 'm.json', text }, undefined)).toThrow(message);
  });
});

describe('the objects of templates', () => {
  test.each([
    ["Dimension('user__country')", 1],
    ['Dimension("user__country").grain(\'month\')', 2],
    ["TimeDimension('metric_time', time_granularity_name='month')", 1],
    ["Metric('x', group_by=['a', 'b'],)", 1],
    ["Entity('user', entity_path=['a'])", 1],
  ])('%s is read', (source, calls) => expect(readCalls(source)).toHaveLength(calls));

  test.each([
    "Dimension('a' 'b')",
    "Dimension('a'",
    "Dimension('a') | upper",
    'Dimension(a)',
    "x.y('a')",
    "f('a\\'b')",
    '',
  ])('%s is not', (source) => expect(readCalls(source)).toBeUndefined());
});
