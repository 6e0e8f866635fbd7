import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../../src/problems/codes.js';
import { compile } from '../../builders/compile.js';

const MODEL = (rollups: string): string => `dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, started_at: timestamp, minutes: integer, is_completed: boolean, device: text, active: integer}
key: [play_id]
time: started_at
links:
  member: {to: members, on: member_id}
  promos: {to: promotions, on: play_id, many: true}
  plan_now: {to: plans, on: member_id, during: [valid_from, valid_to], as_of: now}
segments: {finished: is_completed}
metrics:
  plays: {expression: COUNT(*)}
  hours: {expression: SUM(minutes) / 60.0}
  mean_minutes: {expression: AVG(minutes)}
  viewers: {expression: COUNT(DISTINCT member_id)}
  viewers_estimate: {expression: APPROX_COUNT_DISTINCT(member_id)}
  median_minutes: {expression: MEDIAN(minutes)}
  balance: {expression: SUM(active), semi_additive: {over: started_at, take: last}}
  heavy_plays: {expression: COUNT(*), where: "METRIC(hours, member_id) > 450"}
  hours_per_viewer: {kind: ratio, numerator: hours, denominator: viewers}
  plays_per_member: {kind: ratio, numerator: plays, denominator: members}
${rollups}`;

const MEMBERS = `dataset: members
table: members
columns: {member_id: bigint, country: text, joined_on: date}
key: [member_id]
metrics: {members: {expression: COUNT(*)}}
`;
const PROMOTIONS = 'dataset: promotions\ntable: promotions\ncolumns: {play_id: bigint, promotion: text}\n';
const PLANS =
  'dataset: plans\ntable: plans\ncolumns: {member_id: bigint, plan: text, valid_from: date, valid_to: date}\nkey: [member_id, valid_from]\n';

const rollup = (text: string): string => MODEL(`rollups:\n  daily: {${text}}\n`);

interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: ProblemCode;
  readonly says: string;
  readonly hint?: string;
}

const CASES: readonly Case[] = [
  {
    name: 'a metric that is not there',
    text: 'metrics: [plays, »playz]',
    code: 'UNKNOWN_METRIC',
    says: 'Rollup "daily" names the metric "playz", which is not defined.',
    hint: 'Did you mean "plays"?',
  },
  {
    name: 'a metric of another dataset',
    text: 'metrics: [»members]',
    code: 'ROLLUP_OTHER_DATASET',
    says: 'Rollup "daily" of "plays" cannot hold "members", which is made of rows of "members".',
  },
  {
    name: 'a metric of several datasets',
    text: 'metrics: [»plays_per_member]',
    code: 'ROLLUP_OTHER_DATASET',
    says: 'Rollup "daily" of "plays" cannot hold "plays_per_member", which is made of rows of "members".',
  },
  {
    name: 'an exact distinct count',
    text: 'metrics: [»viewers]',
    code: 'ROLLUP_NOT_MERGEABLE',
    says: 'Rollup "daily" cannot hold "viewers": COUNT(DISTINCT …) of groups does not make one of the whole.',
    hint: 'Leave it out, or hold a metric of APPROX_COUNT_DISTINCT, which is kept as a sketch.',
  },
  {
    name: 'a ratio over one',
    text: 'metrics: [»hours_per_viewer]',
    code: 'ROLLUP_NOT_MERGEABLE',
    says: 'Rollup "daily" cannot hold "viewers" below "hours_per_viewer": COUNT(DISTINCT …) of groups does not make one of the whole.',
  },
  {
    name: 'a median',
    text: 'metrics: [»median_minutes]',
    code: 'ROLLUP_NOT_MERGEABLE',
    says: 'Rollup "daily" cannot hold "median_minutes": MEDIAN of groups does not make one of the whole.',
    hint: 'Leave it out, or hold a metric of APPROX_PERCENTILE, which is kept as a sketch.',
  },
  {
    name: 'a balance',
    text: 'metrics: [»balance]',
    code: 'ROLLUP_NOT_MERGEABLE',
    says: 'Rollup "daily" cannot hold "balance": it is semi-additive, and looks at some rows of each period.',
  },
  {
    name: 'a metric that looks another one up',
    text: 'metrics: [»heavy_plays]',
    code: 'ROLLUP_NOT_MERGEABLE',
    says: 'Rollup "daily" cannot hold "heavy_plays": its where: asks for a METRIC of each entity, over all data.',
  },
  {
    name: 'a dimension that is not there',
    text: 'metrics: [plays], dimensions: [»devize]',
    code: 'UNKNOWN_DIMENSION',
    says: '"plays" has no dimension "devize".',
    hint: 'Did you mean "device"?',
  },
  {
    name: 'metric_time among the dimensions',
    text: 'metrics: [plays], dimensions: [»metric_time]',
    code: 'INVALID_DEFINITION',
    says: 'Rollup "daily" has metric_time by its grain:.',
  },
  {
    name: 'a dimension over a link to many',
    text: 'metrics: [plays], dimensions: [»promos.promotion]',
    code: 'ROLLUP_DIMENSION_MOVES',
    says: 'Rollup "daily" cannot be grouped by "promos.promotion": over "promos" a row meets many, and would be counted in several groups.',
  },
  {
    name: 'a dimension that is of today',
    text: 'metrics: [plays], dimensions: [»plan_now.plan]',
    code: 'ROLLUP_DIMENSION_MOVES',
    says: 'Rollup "daily" cannot be grouped by "plan_now.plan": over "plan_now" it is another one on another day.',
  },
  {
    name: 'a segment that is not there',
    text: 'metrics: [plays], segments: [»finish]',
    code: 'UNKNOWN_SEGMENT',
    says: '"plays" has no segment "finish".',
  },
  {
    name: 'a zone that is none',
    text: 'metrics: [plays], grain: day, zone: »Europe/Pariss',
    code: 'UNKNOWN_TIME_ZONE',
    says: 'There is no time zone "Europe/Pariss".',
  },
  {
    name: 'a partition that is not made of whole periods',
    text: 'metrics: [plays], grain: week, partition: »month',
    code: 'ROLLUP_TIME',
    says: 'Rollup "daily" is partitioned by the month, which is not made of whole weeks.',
    hint: 'Partition by the week.',
  },
  {
    name: 'a partition without periods',
    text: 'metrics: [plays], partition: »month',
    code: 'ROLLUP_TIME',
    says: 'Rollup "daily" has no periods to tell apart.',
  },
  {
    name: 'a watermark, and nobody says how late rows land',
    text: 'metrics: [plays], grain: day, lag: »to_watermark',
    code: 'ROLLUP_TIME',
    says: 'Rollup "daily" has a watermark only where it is said how late rows land.',
  },
  {
    name: 'lateness in a grain that is not the calendar’s',
    text: 'metrics: [plays], grain: day, refresh: {late: »2 fiscal_quarters}',
    code: 'TYPE_MISMATCH',
    says: 'Rollup "daily" is refreshed by the clock, and "fiscal_quarter" is no grain of the calendar.',
  },
];

describe('rollups', () => {
  test.each(CASES)('$name', ({ text, code, says, hint }) => {
    const { problems, marks } = compile(rollup(text), MEMBERS, PROMOTIONS, PLANS);
    expect(problems.map(({ code, message, at }) => ({ code, message, at }))).toEqual([
      { code, message: says, at: marks[0] },
    ]);
    if (hint !== undefined) expect(problems[0]?.hint).toBe(hint);
  });

  test('with all that can be said of one', () => {
    const { model, problems } = compile(
      rollup(
        'description: For the dashboard., metrics: [plays, hours, mean_minutes, viewers_estimate], dimensions: [device, member.country], grain: day, zone: Europe/Paris, segments: [finished], partition: month, refresh: {every: 1 hour, late: 3 days, max_staleness: 6 hours}, lag: to_watermark',
      ),
      MEMBERS,
      PROMOTIONS,
      PLANS,
    );
    expect(problems).toEqual([]);
    const { at: _at, ...made } = model.datasets.get('plays')?.rollups.get('daily') ?? {};
    expect(made).toEqual({
      name: 'daily',
      dataset: 'plays',
      description: 'For the dashboard.',
      metrics: ['plays', 'hours', 'mean_minutes', 'viewers_estimate'],
      dimensions: ['device', 'member.country'],
      grain: 'day',
      zone: 'Europe/Paris',
      segments: ['finished'],
      partition: 'month',
      every: { count: 1, grain: 'hour' },
      late: { count: 3, grain: 'day' },
      maxStaleness: { count: 6, grain: 'hour' },
      lag: 'to_watermark',
    });
  });
});
