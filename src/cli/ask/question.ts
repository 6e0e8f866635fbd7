import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type GraphQLSchema, getVariableValues, Kind, OperationTypeNode, parse } from 'graphql';
import { refuse } from '../../problems/problem.js';
import type { MetricQueryInput } from '../../request/query-input.js';
import type { AskFlags } from './ask-flags.js';
import { groupCondition, rowCondition } from './condition-text.js';

/**
 * The question that flags ask, read as the API reads its `MetricQuery`: the same names, scalars and messages.
 * @throws ProblemError with the flag, or the key of the input, that cannot be read
 */
export function readQuestion(
  schema: GraphQLSchema,
  metrics: readonly string[],
  flags: AskFlags,
  folder: string,
): MetricQueryInput {
  const input = flags.input === undefined ? inputOf(metrics, flags) : readInput(flags.input, metrics, folder);
  const { coerced, errors } = getVariableValues(schema, INPUT, { input });
  if (errors?.[0])
    refuse({ code: 'INVALID_VALUE', message: errors[0].message.replace(/^Variable "\$input" got /, 'Got ') });
  return (coerced as { readonly input: MetricQueryInput }).input;
}

const [asked] = parse('query ($input: MetricQuery!) { query(input: $input) { rowCount } }').definitions;
if (asked?.kind !== Kind.OPERATION_DEFINITION || asked.operation !== OperationTypeNode.QUERY)
  throw new Error('no query');
const INPUT = asked.variableDefinitions ?? [];

function readInput(text: string, metrics: readonly string[], folder: string): unknown {
  const json = text.startsWith('@') ? readFileSync(resolve(folder, text.slice(1)), 'utf8') : text;
  try {
    const input = JSON.parse(json) as object;
    return metrics.length === 0 ? input : { ...input, metrics };
  } catch (error) {
    return refuse({ code: 'INVALID_VALUE', message: `--input is not JSON: ${(error as Error).message}.` });
  }
}

function inputOf(metrics: readonly string[], flags: AskFlags): object {
  return {
    metrics,
    dataset: flags.dataset,
    dimensions: flags.by.map(dimensionOf),
    where: flags.where.map((text) => rowCondition(text, '--where')),
    segments: flags.segment,
    having: flags.having.map((text) => groupCondition(text, '--having')),
    time: timeOf(flags),
    compare: flags.compare && { to: flags.compare.toUpperCase() },
    ...(flags.timeZone !== undefined && { timeZone: flags.timeZone }),
    asOf: flags.asOf,
    validAt: flags.validAt,
    fill: flags.fill?.toUpperCase(),
    orderBy: flags.order.map(orderOf),
    limit: flags.limit,
    offset: flags.offset,
    top: flags.top && { ...flags.top, ...(flags.other !== undefined && { other: flags.other }) },
  };
}

/** `month=metric_time:month`: a name, a path and a grain, or a part of a time (day_of_week). */
function dimensionOf(text: string): object {
  const [, as, path = '', grain] = /^(?:([^=:]+)=)?([^=:]+)(?::([^=:]+))?$/.exec(text) ?? [];
  if (path === '')
    refuse({
      code: 'INVALID_VALUE',
      message: `"${text}" is no path to group by.`,
      path: '--by',
      hint: 'Write device, metric_time:month or month=metric_time:month.',
    });
  const isPart = grain === 'day_of_week' || grain === 'month_of_year';
  return { as: as ?? path, path, ...(grain !== undefined && (isPart ? { part: grain.toUpperCase() } : { grain })) };
}

function timeOf({ from, through, last, this: unit }: AskFlags): object | undefined {
  const said = [from ?? through, last, unit].filter((each) => each !== undefined);
  if (said.length > 1)
    refuse({ code: 'INVALID_VALUE', message: 'Say one of --from with --through, --last and --this.' });
  if ((from === undefined) !== (through === undefined))
    refuse({ code: 'INVALID_VALUE', message: '--from and --through belong together.' });
  if (last !== undefined) return { last };
  if (unit !== undefined) return { this: unit };
  return from === undefined ? undefined : { days: { from, through } };
}

const orderOf = (text: string): object => {
  const [, by, direction] = /^(.*?)(?::(asc|desc))?$/i.exec(text) ?? [];
  return { by, direction: (direction ?? 'asc').toUpperCase() };
};
