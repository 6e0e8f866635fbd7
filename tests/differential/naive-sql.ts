/**
 * Questions about the sample as SQL that anyone would write: a subquery for each attribute that a link leads to, and for each
 * number one over the rows of its group. Written by hand from the descriptions of the metrics; it shares nothing with the product.
 */
export interface NaiveQuestion {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly grain: string | null;
  readonly zone: string;
  readonly days: { readonly from: string; readonly through: string } | null;
  readonly filters: readonly NaiveFilter[];
}

export type NaiveFilter = { readonly dimension: string } & (
  | { readonly op: 'in' | 'not_in'; readonly value: readonly string[] }
  | { readonly op: 'is_null' | 'is_not_null' }
);

interface Fact {
  readonly table: string;
  readonly time: string;
  readonly timeType: 'timestamp' | 'date';
  /** Dimension to the SQL of its value for a row `f`. */
  readonly dimensions: Readonly<Record<string, string>>;
}

const ofMember = (column: string): string =>
  `(SELECT m.${column} FROM streaming.members m WHERE m.member_id = f.member_id)`;
const ofTitle = (column: string): string =>
  `(SELECT t.${column} FROM streaming.titles t WHERE t.title_id = f.title_id)`;
const regionOf = (code: string): string =>
  `(SELECT r.region_name FROM streaming.countries c LEFT JOIN streaming.regions r ON r.region_code = c.region_code WHERE c.code = ${code})`;

const member = {
  'member.country': ofMember('country'),
  'member.signup_channel': ofMember('signup_channel'),
  'member.home_country.region.region_name': regionOf(ofMember('country')),
};
const title = { 'title.genre': ofTitle('genre'), 'title.kind': ofTitle('kind') };

const facts: Readonly<Record<string, Fact>> = {
  plays: {
    table: 'streaming.plays',
    time: 'started_at',
    timeType: 'timestamp',
    dimensions: {
      ...member,
      ...title,
      device: 'f.device',
      player: 'f.player',
      length_band:
        "CASE WHEN f.minutes >= 60 THEN 'long' WHEN f.minutes >= 20 THEN 'medium' WHEN f.minutes >= 0 THEN 'short' END",
      'play_country.country_name':
        "CASE WHEN EXISTS (SELECT 1 FROM streaming.countries c WHERE c.code = f.country_code) THEN (SELECT c.country_name FROM streaming.countries c WHERE c.code = f.country_code) ELSE 'Unknown' END",
    },
  },
  impressions: {
    table: 'streaming.impressions',
    time: 'shown_at',
    timeType: 'timestamp',
    dimensions: { ...member, ...title, device: 'f.device', row_name: 'f.row_name', algorithm: 'f.algorithm' },
  },
  charges: {
    table: 'streaming.charges',
    time: 'charged_at',
    timeType: 'timestamp',
    dimensions: { ...member, kind: 'f.kind', plan: 'f.plan', status: 'f.status' },
  },
  members: {
    table: 'streaming.members',
    time: 'signup_date',
    timeType: 'date',
    dimensions: {
      country: 'f.country',
      plan: 'f.plan',
      signup_channel: 'f.signup_channel',
      'referrer.country': '(SELECT m.country FROM streaming.members m WHERE m.member_id = f.referred_by)',
    },
  },
};

interface Number {
  readonly fact: string;
  readonly value: string;
  /** Which rows are its own: they make a group. */
  readonly rows?: string;
  readonly type: 'integer' | 'double' | 'decimal';
}

const isKids = `${ofTitle('genre')} = 'Kids' AND ${ofMember('has_kids_profile')}`;

export const numbers: Readonly<Record<string, Number>> = {
  plays: { fact: 'plays', value: 'COUNT(*)', type: 'integer' },
  streaming_hours: { fact: 'plays', value: 'CAST(SUM(minutes) AS DOUBLE) / 60', type: 'double' },
  viewers: { fact: 'plays', value: 'COUNT(DISTINCT member_id)', type: 'integer' },
  completed_plays: { fact: 'plays', value: 'COUNT(*)', rows: 'is_completed', type: 'integer' },
  completion_rate: {
    fact: 'plays',
    value: 'CAST(SUM(CASE WHEN is_completed THEN 1 ELSE 0 END) AS DOUBLE) / NULLIF(COUNT(is_completed), 0)',
    type: 'double',
  },
  minutes_per_play: { fact: 'plays', value: 'AVG(minutes)', type: 'double' },
  median_minutes: { fact: 'plays', value: 'MEDIAN(minutes)', type: 'double' },
  hours_per_viewer: {
    fact: 'plays',
    value: 'CAST(SUM(minutes) AS DOUBLE) / 60 / NULLIF(COUNT(DISTINCT member_id), 0)',
    type: 'double',
  },
  originals_hours: {
    fact: 'plays',
    value: 'CAST(SUM(minutes) AS DOUBLE) / 60',
    rows: ofTitle('is_original'),
    type: 'double',
  },
  kids_hours: { fact: 'plays', value: 'CAST(SUM(minutes) AS DOUBLE) / 60', rows: isKids, type: 'double' },
  runtime_hours: { fact: 'plays', value: `CAST(SUM(runtime) AS DOUBLE) / 60`, type: 'double' },
  impressions: { fact: 'impressions', value: 'COUNT(*)', type: 'integer' },
  take_rate: { fact: 'impressions', value: 'CAST(COUNT(play_id) AS DOUBLE) / NULLIF(COUNT(*), 0)', type: 'double' },
  revenue: { fact: 'charges', value: 'SUM(amount)', rows: "f.status = 'paid'", type: 'decimal' },
  paying_members: {
    fact: 'charges',
    value: 'COUNT(DISTINCT member_id)',
    rows: "f.status = 'paid' AND f.amount > 0",
    type: 'integer',
  },
  charge_failure_rate: {
    fact: 'charges',
    rows: "f.status = 'failed' OR f.kind = 'subscription'",
    type: 'double',
    value:
      "CAST(SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS DOUBLE) / NULLIF(SUM(CASE WHEN kind = 'subscription' THEN 1 ELSE 0 END), 0)",
  },
  sign_ups: { fact: 'members', value: 'COUNT(*)', type: 'integer' },
};

/** Dimensions that all of these metrics have. */
export function dimensionsOf(metrics: readonly string[]): readonly string[] {
  const [first = [], ...others] = factsOf(metrics).map((name) => Object.keys(facts[name]?.dimensions ?? {}));
  return first.filter((dimension) => others.every((each) => each.includes(dimension)));
}

const factsOf = (metrics: readonly string[]): readonly string[] => [
  ...new Set(metrics.map((name) => numbers[name]?.fact ?? '')),
];

export function naiveSql(question: NaiveQuestion): string {
  const { metrics, dimensions, grain } = question;
  const columns = [...(grain === null ? [] : ['period']), ...dimensions.map((_, i) => `d${i}`)];
  const tables = metrics.map((name, i) => `m${i} AS MATERIALIZED (${rowsOf(name, question)})`);
  const groups = metrics.map((_, i) => `SELECT DISTINCT ${columns.join(', ') || '1'} FROM m${i}`).join(' UNION ');
  const values = metrics.map((name, i) => {
    const same = columns.map((column) => `r.${column} IS NOT DISTINCT FROM g.${column}`);
    return `(SELECT ${numbers[name]?.value} FROM m${i} r WHERE ${same.join(' AND ') || 'TRUE'}) AS "${name}"`;
  });
  const named = columns.map((column) => `g.${column}`);
  return `WITH ${tables.join(', ')} SELECT ${[...named, ...values].join(', ')} FROM (${columns.length === 0 ? 'SELECT 1' : groups}) g`;
}

/** The rows of one metric under the question's conditions, with their groups. */
function rowsOf(name: string, { dimensions, grain, zone, days, filters }: NaiveQuestion): string {
  const number = numbers[name];
  const fact = facts[number?.fact ?? ''];
  if (number === undefined || fact === undefined) throw new Error(`nobody wrote ${name} by hand`);
  const clock = fact.timeType === 'date' ? `f.${fact.time}` : `timezone('${zone}', timezone('UTC', f.${fact.time}))`;
  const value = (dimension: string): string => fact.dimensions[dimension] ?? 'no_such_dimension';
  const columns = [
    ...(grain === null ? [] : [`CAST(date_trunc('${grain}', ${clock}) AS DATE) AS period`]),
    ...dimensions.map((dimension, i) => `${value(dimension)} AS d${i}`),
    ...(name === 'runtime_hours' ? [`${ofTitle('runtime_minutes')} AS runtime`] : []),
  ];
  const where = [
    ...(number.rows === undefined ? [] : [`(${number.rows})`]),
    ...(days === null ? [] : [`CAST(${clock} AS DATE) BETWEEN DATE '${days.from}' AND DATE '${days.through}'`]),
    ...filters.map((filter) => filterSql(filter, value(filter.dimension))),
  ];
  return `SELECT f.*${columns.map((column) => `, ${column}`).join('')} FROM ${fact.table} f${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
}

function filterSql(filter: NaiveFilter, of: string): string {
  if (!('value' in filter)) return `${of} IS ${filter.op === 'is_null' ? 'NULL' : 'NOT NULL'}`;
  return `${of} ${filter.op === 'in' ? 'IN' : 'NOT IN'} (${filter.value.map((text) => `'${text}'`).join(', ')})`;
}
