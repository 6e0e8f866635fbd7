import type { MetricQueryInput } from '../../src/request/query-input.js';
import { requestVariables } from '../cases/request.js';
import type { SuiteQuery } from '../cases/suite.js';
import type { GeneratedCase } from '../reference/generate.js';
import { Random } from '../reference/random.js';

const COARSER: Readonly<Record<string, readonly string[]>> = {
  second: ['hour', 'day'],
  minute: ['hour', 'day'],
  hour: ['day', 'week'],
  day: ['week', 'month', 'quarter'],
  week: ['year', 'month'],
  month: ['quarter', 'year'],
  quarter: ['year'],
};

/** A question, and others that people ask next: fewer and coarser groups, other spans, slices, more metrics, and back. */
export function drilled({ query, model, seed, result }: GeneratedCase): readonly MetricQueryInput[] {
  const random = new Random(Number(seed) * 31 + 7);
  const input = inputOf(query as unknown as SuiteQuery);
  const { orderBy, having, limit, offset, top, ...plain } = input;
  const { fill, ...unfilled } = plain;
  const dimensions = plain.dimensions ?? [];
  const steps: MetricQueryInput[] = [input, plain];
  if (plain.metrics?.length) steps.push({ ...plain, dimensions: [] }, { ...unfilled, dimensions: [] });
  for (const dimension of dimensions) {
    steps.push({ ...plain, dimensions: [dimension] });
    steps.push({ ...plain, dimensions: dimensions.filter((each) => each !== dimension) });
    for (const grain of COARSER[String(dimension.grain)] ?? [])
      steps.push({ ...plain, dimensions: dimensions.map((each) => (each === dimension ? { ...each, grain } : each)) });
  }
  for (const metric of plain.metrics ?? []) steps.push({ ...plain, metrics: [metric] });
  const others = Object.keys(model.metrics);
  steps.push({ ...plain, metrics: [...new Set([...(plain.metrics ?? []), random.pick(others), random.pick(others)])] });
  for (const range of spans(plain.time)) {
    steps.push({ ...plain, time: range });
    steps.push({ ...unfilled, time: range, dimensions: dimensions.slice(0, 1) });
  }
  for (const [at, dimension] of dimensions.entries()) {
    const values = 'rows' in result ? result.rows.flatMap((row) => (row[at] === undefined ? [] : [row[at]])) : [];
    if (values.length === 0 || dimension.part) continue;
    const { as: _as, part: _part, instants, ...path } = dimension;
    if (instants) continue;
    const value = random.pick(values);
    const is = value === null ? { isNull: true } : { eq: value };
    const sliced = { ...plain, where: [...(plain.where ?? []), { ...path, is }] };
    steps.push(sliced as MetricQueryInput);
    steps.push({ ...sliced, dimensions: dimensions.filter((each) => each !== dimension) } as MetricQueryInput);
  }
  steps.push({ ...plain, limit: 2, offset: 1 }, { ...plain, compare: { to: 'previous_period' } } as MetricQueryInput);
  return [...shuffled(steps, random), input];
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const left = [...list];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(random.between(0, left.length - 1), 1));
  return out;
}

/** Shorter and longer ones of the same time, and the days beside them. */
function spans(time: MetricQueryInput['time']): readonly MetricQueryInput['time'][] {
  const days = time?.days;
  if (!days) return [];
  const move = (day: string, by: number): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  const { from, through } = days;
  return [
    { days: { from: move(from, -31), through } },
    { days: { from, through: move(through, 40) } },
    { days: { from: move(from, -5), through: move(through, 17) } },
    ...(move(from, 4) <= through
      ? [{ days: { from: move(from, 4), through } }, { days: { from, through: move(from, 3) } }]
      : []),
  ];
}

function inputOf(query: SuiteQuery): MetricQueryInput {
  return JSON.parse(JSON.stringify(requestVariables(query).input), (key, value) =>
    ENUMS.has(key) && typeof value === 'string' ? value.toLowerCase() : value,
  ) as MetricQueryInput;
}

/** GraphQL writes their values in capitals. */
const ENUMS: ReadonlySet<string> = new Set(['direction', 'nulls', 'fill', 'part']);
