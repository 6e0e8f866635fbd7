import { type GraphQLSchema, getVariableValues, Kind, OperationTypeNode, parse } from 'graphql';
import { refuse } from '../problems/problem.js';
import type { MetricQueryInput } from '../request/query-input.js';
import type { AskedWords, Spelled } from './asked-words.js';
import { groupCondition, rowCondition } from './condition-text.js';

/**
 * Reads JSON as the API reads its `MetricQuery`: the same names, scalars and messages.
 * @throws INVALID_VALUE with the key that cannot be read
 */
export function readQuery(schema: GraphQLSchema, input: unknown): MetricQueryInput {
  const { coerced, errors } = getVariableValues(schema, INPUT, { input });
  if (errors?.[0])
    refuse({ code: 'INVALID_VALUE', message: errors[0].message.replace(/^Variable "\$input" got /, 'Got ') });
  return (coerced as { readonly input: MetricQueryInput }).input;
}

const [asked] = parse('query ($input: MetricQuery!) { query(input: $input) { rowCount } }').definitions;
if (asked?.kind !== Kind.OPERATION_DEFINITION || asked.operation !== OperationTypeNode.QUERY)
  throw new Error('no query');
const INPUT = asked.variableDefinitions ?? [];

/** What words ask, as the JSON of a `MetricQuery`; names and values are not looked up yet. */
export function queryOf(metrics: readonly string[], words: AskedWords, spelled: Spelled): object {
  return {
    metrics,
    dataset: words.dataset,
    dimensions: words.by.map((text) => dimensionOf(text, spelled('by'))),
    where: words.where.map((text) => rowCondition(text, spelled('where'))),
    segments: words.segment,
    having: words.having.map((text) => groupCondition(text, spelled('having'))),
    time: timeOf(words, spelled),
    compare: words.compare && { to: words.compare.toUpperCase() },
    ...(words.timeZone !== undefined && { timeZone: words.timeZone }),
    asOf: words.asOf,
    validAt: words.validAt,
    fill: words.fill?.toUpperCase(),
    orderBy: words.order.map(orderOf),
    limit: words.limit,
    offset: words.offset,
    top: words.top && { ...words.top, ...(words.other !== undefined && { other: words.other }) },
  };
}

/** `month=metric_time:month`: a name, a path and a grain, or a part of a time (day_of_week). */
function dimensionOf(text: string, at: string): object {
  const [, as, path = '', grain] = /^(?:([^=:]+)=)?([^=:]+)(?::([^=:]+))?$/.exec(text) ?? [];
  if (path === '')
    refuse({
      code: 'INVALID_VALUE',
      message: `"${text}" is no path to group by.`,
      path: at,
      hint: 'Write device, metric_time:month or month=metric_time:month.',
    });
  const isPart = grain === 'day_of_week' || grain === 'month_of_year';
  return { as: as ?? path, path, ...(grain !== undefined && (isPart ? { part: grain.toUpperCase() } : { grain })) };
}

function timeOf({ from, through, last, this: unit }: AskedWords, spelled: Spelled): object | undefined {
  const said = [from ?? through, last, unit].filter((each) => each !== undefined);
  if (said.length > 1)
    refuse({
      code: 'INVALID_VALUE',
      message: `Say one of ${spelled('from')} with ${spelled('through')}, ${spelled('last')} and ${spelled('this')}.`,
    });
  if ((from === undefined) !== (through === undefined))
    refuse({ code: 'INVALID_VALUE', message: `${spelled('from')} and ${spelled('through')} belong together.` });
  if (last !== undefined) return { last };
  if (unit !== undefined) return { this: unit };
  return from === undefined ? undefined : { days: { from, through } };
}

const orderOf = (text: string): object => {
  const [, by, direction] = /^(.*?)(?::(asc|desc))?$/i.exec(text) ?? [];
  return { by, direction: (direction ?? 'asc').toUpperCase() };
};
