import { describe, expect, test } from '@jest/globals';
import { review } from '../../src/review/review.js';
import { sideOf } from '../builders/review-side.js';

const PLAYS = `dataset: plays
description: One row for each start of a title.
owner: playback
table: streaming.plays
columns: {play_id: bigint, member_id: bigint, gifted_to: bigint, started_at: timestamp, ended_at: timestamp, day: date, minutes: integer, done: boolean, device: text, secret: text}
key: [play_id]
time: started_at
links:
  member: {to: members, on: member_id}
dimensions:
  band: {expression: "CASE WHEN minutes >= 60 THEN 'long' ELSE 'short' END", description: How long.}
  long: {expression: minutes >= 60}
  secret: {hidden: true}
  mark: {expression: minutes > 3, hidden: true}
segments:
  finished: done
metrics:
  plays: {expression: COUNT(*), description: Starts.}
  hours: {expression: SUM(minutes) / 60.0, unit: hours, format: "0.0"}
  finished_plays: {expression: COUNT(*), where: "done AND minutes > 5"}
  completion: {expression: finished_plays / plays, format: percent}
  plays_7d: {kind: cumulative, of: plays, trailing: 7 days, period: last}
  growth: {expression: now - before, inputs: {now: plays, before: {metric: plays, offset: 1 month}}}
  share: {kind: share, of: hours, within: [device]}
  place: {kind: rank, of: hours, direction: desc, ties: dense}
  per_quarter: {kind: cumulative, of: hours, trailing: 2 fiscal_quarters, period: last}
  daily: {kind: multi_stage, of: plays, grain: day, then: avg}
  last_minutes: {expression: SUM(minutes), semi_additive: {over: day, take: last, per: [device]}}
  br_share: {kind: ratio, numerator: {metric: plays, where: "member.country = 'BR'"}, denominator: plays}
  heavy: {expression: COUNT(*), where: "METRIC(hours, member_id) > 4", owner: research}
  marked: {expression: COUNT(*), where: mark}
  per_visit: {expression: plays / visits}
`;
const MEMBERS = `dataset: members
owner: growth
table: streaming.members
columns: {member_id: bigint, country: text, plan: text, joined_on: date}
key: [member_id]
time: joined_on
metrics:
  members: {expression: COUNT(*)}
`;
const VISITS = `dataset: visits
owner: web
table: web.visits
columns: {visit_id: bigint, member_id: bigint, seen_at: timestamp, device: text}
key: [visit_id]
time: seen_at
links:
  member: {to: members, on: member_id}
  friend: {to: members, on: {visit_id: member_id}}
metrics:
  visits: {expression: COUNT(*)}
`;
const OTHERS = `view: engagement
owner: product
description: Watching.
metrics: [plays, hours, visits]
dimensions: {country: member.country, device: device, band: {plays: band}}
---
spine: {table: calendar, column: day, grain: day, grains: [fiscal_quarter, fiscal_week]}
---
calendar:
  tax: {year_starts: 02-01}
`;
const BEFORE = { plays: PLAYS, members: MEMBERS, visits: VISITS, others: OTHERS };
type File = keyof typeof BEFORE;

interface Mutation {
  readonly name: string;
  readonly in?: File;
  readonly from: string | RegExp;
  readonly to: string;
  /** `class subject name`, the heaviest first. */
  readonly is: readonly string[];
  /** What is named: aspects and the rest of the message of the first change. */
  readonly says?: string;
  readonly metrics?: readonly string[];
  readonly views?: readonly string[];
  readonly owners?: readonly string[];
}

const MUTATIONS: readonly Mutation[] = [
  // no change at all
  { name: 'a comment', from: 'metrics:\n', to: '# what we count\nmetrics:\n', is: [] },
  { name: 'spaces and letter case of an expression', from: 'SUM(minutes) / 60.0', to: '"sum( minutes )/60.0"', is: [] },
  {
    name: 'another layout of a map',
    from: 'member: {to: members, on: member_id}',
    to: 'member:\n    to: members\n    on: member_id',
    is: [],
  },
  {
    name: 'the order of conditions that all must hold',
    from: 'done AND minutes > 5',
    to: 'minutes > 5 AND done',
    is: [],
  },
  {
    name: 'what is the default, spelled out',
    from: '{expression: COUNT(*), description: Starts.}',
    to: '{expression: COUNT(*), empty: 0, label: Plays, description: Starts.}',
    is: [],
  },
  { name: 'the order of metrics', from: /( {2}plays: .*\n)( {2}hours: .*\n)/, to: '$2$1', is: [] },
  {
    name: 'parentheses that change nothing',
    from: 'finished_plays / plays,',
    to: '(finished_plays) / (plays),',
    is: [],
  },
  // wording
  {
    name: 'a description',
    from: 'Starts.',
    to: 'Times a title was started.',
    is: ['wording metric plays'],
    says: 'description: "Starts." → "Times a title was started.".',
    metrics: [],
    owners: ['playback'],
  },
  { name: 'a label', from: 'unit: hours,', to: 'unit: hours, label: Hours watched,', is: ['wording metric hours'] },
  {
    name: 'the owner of a metric',
    from: 'owner: research',
    to: 'owner: science',
    is: ['wording metric heavy'],
    says: 'owner: "research" → "science".',
    owners: ['science'],
  },
  { name: 'tags', from: 'unit: hours,', to: 'unit: hours, tags: [board],', is: ['wording metric hours'] },
  {
    name: 'the description of a dataset',
    from: 'One row for each start of a title.',
    to: 'Starts.',
    is: ['wording dataset plays'],
  },
  {
    name: 'the description of a dimension',
    from: 'How long.',
    to: 'Sixty minutes part them.',
    is: ['wording dimension plays.band'],
  },
  {
    name: 'the description of a view',
    in: 'others',
    from: 'Watching.',
    to: 'What members do.',
    is: ['wording view engagement'],
  },
  // additive
  {
    name: 'a new metric',
    from: 'metrics:\n',
    to: 'metrics:\n  minutes_watched: {expression: SUM(minutes)}\n',
    is: ['additive metric minutes_watched'],
    metrics: [],
    views: [],
  },
  {
    name: 'a new column',
    from: 'device: text,',
    to: 'device: text, title: text,',
    is: ['additive dimension plays.title'],
  },
  {
    name: 'a dimension that is shown now',
    from: 'secret: {hidden: true}',
    to: 'secret: {description: No secret.}',
    is: ['additive dimension plays.secret'],
  },
  {
    name: 'a new link',
    from: 'links:\n',
    to: 'links:\n  receiver: {to: members, on: {gifted_to: member_id}}\n',
    is: ['additive link plays.receiver'],
  },
  {
    name: 'a new segment',
    from: 'segments:\n',
    to: "segments:\n  on_tv: device = 'tv'\n",
    is: ['additive segment plays.on_tv'],
  },
  {
    name: 'a metric more in a view',
    in: 'others',
    from: 'metrics: [plays,',
    to: 'metrics: [completion, plays,',
    is: ['additive view engagement', 'additive graphql engagement'],
    says: 'The view offers completion too.',
  },
  {
    name: 'a grain more',
    in: 'others',
    from: 'fiscal_week]',
    to: 'fiscal_week, fiscal_year]',
    is: ['additive spine calendar'],
  },
  // numbers
  {
    name: 'a formula',
    from: 'SUM(minutes) / 60.0',
    to: 'SUM(minutes) / 3600.0',
    is: ['numbers metric hours'],
    says: 'expression: "SUM(minutes) / 60.0" → "SUM(minutes) / 3600.0".',
    metrics: ['heavy', 'per_quarter', 'place', 'share'],
    views: ['engagement'],
    owners: ['playback', 'product', 'research'],
  },
  {
    name: 'a filter',
    from: 'minutes > 5',
    to: 'minutes >= 5',
    is: ['numbers metric finished_plays'],
    metrics: ['completion'],
    views: [],
  },
  {
    name: 'a filter more',
    from: '{expression: COUNT(*), description: Starts.}',
    to: '{expression: COUNT(*), where: done, description: Starts.}',
    is: ['numbers metric plays'],
    metrics: ['br_share', 'completion', 'daily', 'growth', 'per_visit', 'plays_7d'],
    views: ['engagement'],
  },
  { name: 'the filter of an input', from: "= 'BR'", to: "= 'PT'", is: ['numbers metric br_share'] },
  {
    name: 'the time of a metric',
    from: '{expression: COUNT(*), description: Starts.}',
    to: '{expression: COUNT(*), time: ended_at, description: Starts.}',
    is: ['numbers metric plays'],
    says: 'time: none → "ended_at".',
  },
  {
    name: 'what is shown without rows',
    from: '{expression: COUNT(*), description: Starts.}',
    to: '{expression: COUNT(*), empty: null, description: Starts.}',
    is: ['numbers metric plays'],
  },
  {
    name: 'the length of a window',
    from: '7 days',
    to: '28 days',
    is: ['numbers metric plays_7d'],
    says: 'window: "kind: trailing, span: 7 days" → "kind: trailing, span: 28 days".',
  },
  {
    name: 'the value that a window shows of a period',
    from: 'trailing: 7 days, period: last',
    to: 'trailing: 7 days, period: first',
    is: ['numbers metric plays_7d'],
  },
  { name: 'an offset', from: 'offset: 1 month', to: 'offset: 1 year', is: ['numbers metric growth'] },
  { name: 'what a share is within', from: 'within: [device]', to: 'within: [band]', is: ['numbers metric share'] },
  { name: 'how ties rank', from: 'ties: dense', to: 'ties: competition', is: ['numbers metric place'] },
  {
    name: 'what a stage is followed by',
    from: 'then: avg',
    to: 'then: max',
    is: ['breaking metric daily', 'numbers metric daily'],
  },
  { name: 'the end that a balance takes', from: 'take: last', to: 'take: first', is: ['numbers metric last_minutes'] },
  {
    name: 'the expression of a dimension',
    from: '>= 60',
    to: '>= 90',
    is: ['numbers dimension plays.band'],
    metrics: [],
    views: ['engagement'],
  },
  {
    name: 'a dimension that a metric is filtered by',
    from: 'minutes > 5',
    to: "band = 'long'",
    is: ['numbers metric finished_plays'],
  },
  {
    name: 'a link to others by another column',
    from: 'on: member_id}\ndim',
    to: 'on: {gifted_to: member_id}}\ndim',
    is: ['numbers link plays.member'],
    says: 'on: "own: member_id, its: member_id" → "own: gifted_to, its: member_id".',
    metrics: ['br_share'],
    views: ['engagement'],
    owners: ['playback', 'product', 'research'],
  },
  {
    name: 'a hidden dimension that a metric is filtered by',
    from: 'minutes > 3',
    to: 'minutes > 4',
    is: ['numbers metric marked'],
    says: 'It is computed in another way, by what it stands on.',
  },
  {
    name: 'a link that drops rows',
    from: 'member: {to: members, on: member_id}',
    to: 'member: {to: members, on: member_id, join: inner}',
    is: ['numbers link plays.member'],
  },
  {
    name: 'a segment',
    from: 'finished: done',
    to: 'finished: done AND minutes > 1',
    is: ['numbers segment plays.finished'],
  },
  {
    name: 'the table of a dataset',
    from: 'table: streaming.plays',
    to: 'table: streaming.starts',
    is: ['numbers dataset plays'],
    says: 'table: "streaming.plays" → "streaming.starts".',
  },
  {
    name: 'a dataset given by SQL',
    in: 'members',
    from: 'table: streaming.members',
    to: "sql: SELECT member_id, country, plan, joined_on FROM streaming.members WHERE plan <> 'trial'\ntables: {streaming.members: {member_id: bigint, country: text, plan: text, joined_on: date}}",
    is: ['numbers dataset members'],
    metrics: ['members', 'br_share'],
  },
  { name: 'the key of a dataset', from: 'key: [play_id]', to: 'key: [play_id, device]', is: ['numbers dataset plays'] },
  {
    name: 'the time of a dataset',
    from: 'time: started_at',
    to: 'time: ended_at',
    is: ['numbers dataset plays'],
    says: 'time: "started_at" → "ended_at".',
  },
  {
    name: 'the path that a dimension of a view stands for',
    in: 'others',
    from: 'country: member.country',
    to: 'country: member.plan',
    is: ['numbers view engagement.country'],
  },
  {
    name: 'the column of a spine',
    in: 'others',
    from: 'column: day',
    to: 'column: date',
    is: ['numbers spine calendar'],
  },
  // breaking
  {
    name: 'a metric that is gone',
    from: /\n {2}members: .*/,
    in: 'members',
    to: '\n  people: {expression: COUNT(*), where: "plan IS NOT NULL"}',
    is: ['breaking metric members', 'additive metric people'],
  },
  {
    name: 'a metric of another name',
    in: 'members',
    from: '  members: {',
    to: '  people: {',
    is: ['breaking metric members'],
    says: 'The metric was renamed to "people".',
  },
  {
    name: 'another type',
    from: 'SUM(minutes) / 60.0',
    to: 'SUM(minutes)',
    is: ['breaking metric hours', 'breaking metric per_quarter', 'numbers metric hours'],
  },
  {
    name: 'a unit',
    from: 'unit: hours',
    to: 'unit: minutes',
    is: ['breaking metric hours'],
    says: 'unit: "hours" → "minutes".',
    views: ['engagement'],
  },
  { name: 'a format', from: 'format: percent', to: 'format: "0.00"', is: ['breaking metric completion'] },
  {
    name: 'the grain of a stage',
    from: 'grain: day, then',
    to: 'grain: week, then',
    is: ['breaking metric daily'],
    says: 'grain: "day" → "week".',
  },
  {
    name: 'a time without hours',
    from: 'time: started_at',
    to: 'time: day',
    is: ['breaking dataset plays'],
    says: 'time: "started_at" → "day".',
  },
  {
    name: 'a metric without hours',
    from: '{expression: COUNT(*), description: Starts.}',
    to: '{expression: COUNT(*), time: day, description: Starts.}',
    is: ['breaking metric plays', 'numbers metric plays'],
    says: 'Its metric_time is a date now: it cannot be asked by the hour any more.',
  },
  {
    name: 'a dimension that is gone',
    in: 'members',
    from: 'plan: text, ',
    to: '',
    is: ['breaking dimension members.plan'],
    metrics: [],
  },
  {
    name: 'a dimension of another name',
    from: '  long: {',
    to: '  is_long: {',
    is: ['breaking dimension plays.long'],
    says: 'The dimension was renamed to "is_long".',
  },
  {
    name: 'a dimension that is hidden',
    in: 'members',
    from: 'metrics:',
    to: 'dimensions: {plan: {hidden: true}}\nmetrics:',
    is: ['breaking dimension members.plan'],
    says: 'The dimension is hidden now.',
  },
  {
    name: 'a dimension of another type',
    in: 'members',
    from: 'plan: text',
    to: 'plan: integer',
    is: ['breaking dimension members.plan'],
  },
  {
    name: 'a link that is gone',
    in: 'visits',
    from: / {2}friend: .*\n/,
    to: '',
    is: ['breaking link visits.friend'],
    metrics: [],
    owners: ['playback', 'web'],
  },
  {
    name: 'a segment that is gone',
    from: 'segments:\n  finished: done\n',
    to: '',
    is: ['breaking segment plays.finished'],
  },
  {
    name: 'a metric that a view offers no more',
    in: 'others',
    from: ', hours,',
    to: ',',
    is: ['breaking view engagement', 'breaking graphql engagement'],
    says: 'The view does not offer hours any more.',
    views: ['engagement'],
  },
  {
    name: 'a dimension that a view offers no more',
    in: 'others',
    from: ', band: {plays: band}',
    to: '',
    is: ['breaking view engagement.band', 'breaking graphql engagement'],
  },
  {
    name: 'a view that is gone',
    in: 'others',
    from: /view:[\s\S]*?---\n/,
    to: '',
    is: ['breaking view engagement', 'breaking graphql engagement', 'breaking graphql schema'],
  },
  {
    name: 'a view of another name',
    in: 'others',
    from: 'view: engagement',
    to: 'view: watching',
    is: ['breaking view engagement', 'breaking graphql engagement'],
    says: 'The view was renamed to "watching".',
  },
  {
    name: 'a calendar that begins elsewhere',
    in: 'others',
    from: 'starts: 02-01',
    to: 'starts: 04-06',
    is: ['numbers spine tax_calendar'],
  },
  {
    name: 'a grain that is gone',
    in: 'others',
    from: 'fiscal_quarter, fiscal_week',
    to: 'fiscal_quarter',
    is: ['breaking spine calendar'],
  },
  {
    name: 'a metric that stands on rows without a dimension',
    from: 'expression: plays / visits',
    to: 'expression: plays / members',
    is: ['breaking metric per_visit', 'breaking metric per_visit', 'numbers metric per_visit'],
    says: 'Its metric_time is a date now: it cannot be asked by the hour any more.',
  },
];

const mutated = ({ in: file = 'plays', from, to }: Mutation) => {
  const text = BEFORE[file].replace(from, to);
  if (text === BEFORE[file]) throw new Error('the mutation changes nothing');
  return { ...BEFORE, [file]: text };
};

const before = sideOf(BEFORE);

describe('review', () => {
  test.each(MUTATIONS)('$name', (mutation) => {
    const { changes } = review(before, sideOf(mutated(mutation)));
    const { is, says, ...touched } = mutation;
    expect(changes.map((each) => `${each.class} ${each.subject} ${each.name}`)).toEqual(is);
    const [first] = changes;
    if (says !== undefined) expect(first?.message).toBe(says);
    for (const key of ['metrics', 'views', 'owners'] as const)
      if (touched[key] !== undefined) expect([...(first?.[key] ?? [])].sort()).toEqual([...touched[key]].sort());
  });
});
