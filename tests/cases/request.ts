import type { PathPlace, SuiteCondition, SuiteQuery, SuiteRange, SuiteValue } from './suite.js';

/** The one request that each case sends. */
export const REQUEST = `query Case($input: MetricQuery!, $total: Boolean!) {
  query(input: $input) {
    columns { name }
    rows(format: ARRAY)
    totalRows @include(if: $total)
    proof { sql }
  }
}`;

export interface RequestVariables {
  readonly input: object;
  readonly total: boolean;
}

/** A query of a suite as GraphQL variables; keys that it does not have are undefined, and so left out of the JSON. */
export function requestVariables(query: SuiteQuery): RequestVariables {
  const { metrics, dataset, segments, limit, offset, top } = query;
  const input = {
    metrics,
    dataset,
    dimensions: query.dimensions.map(({ as, grain, part, instants, ...place }) => ({
      as,
      ...pathInput(place),
      grain,
      part: part?.toUpperCase(),
      instants,
    })),
    where: query.where?.map(conditionInput),
    segments,
    having: query.having?.map(conditionInput),
    time: query.range && timeRange(query.range),
    timeZone: query.timezone,
    asOf: query.now,
    validAt: query.valid_at,
    fill: query.fill?.toUpperCase(),
    orderBy: query.order?.map(({ by, dir, nulls }) => ({
      by,
      direction: dir.toUpperCase(),
      nulls: nulls.toUpperCase(),
    })),
    limit,
    offset,
    top,
  };
  return { input, total: query.total === true };
}

const pathInput = ({ path, paths }: PathPlace): object => ({
  path,
  paths: paths && Object.entries(paths).map(([dataset, each]) => ({ dataset, path: each })),
});

function conditionInput(condition: SuiteCondition): object {
  const { any, all, not, grain, metric, per } = condition;
  if (any) return { any: any.map(conditionInput) };
  if (all) return { all: all.map(conditionInput) };
  if (not) return { not: conditionInput(not) };
  return { ...pathInput(condition), grain, metric, per, is: test(condition) };
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};
const TEXT_TESTS: Readonly<Record<string, string>> = {
  contains: 'contains',
  starts_with: 'startsWith',
  ends_with: 'endsWith',
};

function test({ op = '', value, ignore_case: ignoreCase }: SuiteCondition): object {
  switch (op) {
    case 'in':
      return { in: value };
    case 'not_in':
      return { notIn: value };
    case 'between': {
      const [from, through] = value as readonly SuiteValue[];
      return { between: { from, through } };
    }
    case 'is_null':
      return { isNull: true };
    case 'is_not_null':
      return { isNull: false };
    default:
      return op in TEXT_TESTS
        ? { [TEXT_TESTS[op] as string]: { text: value, ignoreCase } }
        : { [COMPARISONS[op] as string]: value };
  }
}

function timeRange(range: SuiteRange): object {
  if ('last' in range || 'this' in range) return range;
  return 'through' in range ? { days: range } : { between: range };
}
