import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { withoutPlaces } from './read.js';

const files = ['calendar', 'engagement', 'plays'].map((name) => ({
  path: `metrics/${name}.yaml`,
  text: readFileSync(join('tests/definitions/example', `${name}.yaml`), 'utf8'),
}));

describe('the example of every key', () => {
  const { definitions, problems } = readDefinitions(files);
  const [plays] = definitions.datasets;
  const metric = (name: string) => plays?.metrics.find((one) => one.name.value === name);

  test('has no problems', () => {
    expect(problems).toEqual([]);
  });

  test('names its dataset', () => {
    expect(withoutPlaces({ ...plays, links: [], metrics: [], dimensions: [] })).toEqual({
      name: 'plays',
      description: 'One row for each time a member started a title.',
      owner: 'playback-analytics',
      table: 'streaming.plays',
      columns: [
        { name: 'play_id', type: 'bigint' },
        { name: 'member_id', type: 'bigint' },
        { name: 'country_code', type: 'text' },
        { name: 'started_at', type: 'timestamp' },
        { name: 'minutes', type: 'integer' },
        { name: 'is_completed', type: 'boolean' },
        { name: 'device', type: 'text' },
      ],
      key: ['play_id'],
      time: 'started_at',
      partitions: [{ column: 'ds', from: 'started_at', late: { count: 3, grain: 'day' }, parts: [] }],
      segments: [{ name: 'finished', where: 'is_completed' }],
      rollups: [
        {
          name: 'daily',
          metrics: ['plays', 'streaming_hours'],
          dimensions: ['device'],
          grain: 'day',
          segments: [],
          partition: 'month',
          late: { count: 3, grain: 'day' },
          lag: 'to_watermark',
        },
      ],
      links: [],
      metrics: [],
      dimensions: [],
    });
  });

  test('links by role', () => {
    const usual = { many: false, join: 'left' };
    expect(withoutPlaces(plays?.links)).toEqual([
      { name: 'member', to: 'members', on: [{ own: 'member_id', its: 'member_id' }], ...usual },
      {
        name: 'play_country',
        to: 'countries',
        on: [{ own: 'country_code', its: 'code' }],
        ...usual,
        default: 'Unknown',
      },
      {
        name: 'plan_then',
        to: 'plan_history',
        on: [{ own: 'member_id', its: 'member_id' }],
        ...usual,
        during: { from: 'valid_from', to: 'valid_to', asOf: 'event' },
      },
      { name: 'promos', to: 'promotions', on: [{ own: 'play_id', its: 'play_id' }], many: true, join: 'inner' },
    ]);
  });

  test('describes dimensions', () => {
    expect(withoutPlaces(plays?.dimensions)).toEqual([
      { name: 'device', description: '…', values: ['tv', 'phone', 'web'], hidden: false },
      { name: 'length_band', expression: "CASE WHEN minutes >= 60 THEN 'long' ELSE 'short' END", hidden: false },
    ]);
  });

  test.each([
    { metric: 'plays', is: { kind: 'expression', expression: 'COUNT(*)', description: '…' } },
    { metric: 'streaming_hours', is: { kind: 'expression', expression: 'SUM(minutes) / 60.0', unit: 'hours' } },
    {
      metric: 'completed_plays',
      is: { kind: 'expression', expression: 'COUNT(*)', where: { all: 'is_completed' }, empty: 0 },
    },
    { metric: 'completion_rate', is: { kind: 'expression', expression: 'completed_plays / plays', format: 'percent' } },
    {
      metric: 'br_share',
      is: {
        kind: 'ratio',
        numerator: { metric: 'plays', where: { all: "member.country = 'BR'" } },
        denominator: { metric: 'plays' },
      },
    },
    {
      metric: 'hours_vs_last_year',
      is: {
        kind: 'expression',
        expression: 'now - before',
        inputs: [
          { name: 'now', input: { metric: 'streaming_hours' } },
          { name: 'before', input: { metric: 'streaming_hours', offset: { count: 1, grain: 'year' } } },
        ],
      },
    },
    {
      metric: 'viewers_7d',
      is: {
        kind: 'cumulative',
        of: 'viewers',
        window: { kind: 'trailing', span: { count: 7, grain: 'day' } },
        period: 'last',
      },
    },
    {
      metric: 'trial_to_paid',
      is: {
        kind: 'conversion',
        base: 'trials',
        conversion: 'payments',
        entity: 'member_id',
        constant: ['channel'],
        window: { count: 30, grain: 'day' },
        calculation: 'rate',
        counts: 'conversions',
      },
    },
    {
      metric: 'active_subs',
      is: { kind: 'expression', expression: 'SUM(active)', semiAdditive: { over: 'day', take: 'last', per: ['plan'] } },
    },
    { metric: 'share_of_hours', is: { kind: 'share', of: 'streaming_hours', within: ['member.country'] } },
    { metric: 'hours_rank', is: { kind: 'rank', of: 'streaming_hours', direction: 'desc', ties: 'dense' } },
    { metric: 'avg_daily_viewers', is: { kind: 'multi_stage', of: 'viewers', grain: 'day', aggregate: 'avg' } },
  ])('reads the metric $metric', ({ metric: name, is }) => {
    expect(withoutPlaces(metric(name))).toEqual({ name, aliases: [], ...is });
  });

  test('offers a view', () => {
    expect(withoutPlaces(definitions.views)).toEqual([
      {
        name: 'engagement',
        metrics: ['streaming_hours', 'viewers', 'impressions'],
        dimensions: [
          { name: 'country', path: 'member.country' },
          {
            name: 'row',
            path: [
              { dataset: 'impressions', path: 'row_name' },
              { dataset: 'plays', path: 'started_from_row' },
            ],
          },
        ],
      },
    ]);
  });

  test('has a spine', () => {
    expect(withoutPlaces(definitions.spines)).toEqual([
      { table: 'calendar', column: 'day', grain: 'day', grains: [{ name: 'fiscal_quarter' }] },
    ]);
  });

  test('remembers where each word stands', () => {
    const text = files[2]?.text ?? '';
    const wordAt = ({ line, column }: { line: number; column: number }, length: number): string | undefined =>
      text.split('\n')[line - 1]?.slice(column - 1, column - 1 + length);
    const hours = metric('streaming_hours');
    if (hours?.kind !== 'expression') throw new Error('unexpected kind');
    expect(wordAt(hours.name.at, 15)).toBe('streaming_hours');
    expect(wordAt(hours.expression.placeOf(4), 7)).toBe('minutes');
    const rank = metric('hours_rank');
    if (rank?.kind !== 'rank') throw new Error('unexpected kind');
    expect(wordAt(rank.of.at, 15)).toBe('streaming_hours');
    const balance = metric('active_subs');
    if (balance?.kind !== 'expression') throw new Error('unexpected kind');
    expect(wordAt(balance.semiAdditive?.over.at ?? { line: 1, column: 1 }, 3)).toBe('day');
    expect(wordAt(plays?.links[1]?.on[0]?.its.at ?? { line: 1, column: 1 }, 4)).toBe('code');
  });
});
