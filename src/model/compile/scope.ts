import type { ExpressionText } from '../../definitions/definitions.js';
import { type BindProblem, bind, type Scope } from '../../expressions/bind.js';
import { call, column, literal, type Scalar } from '../../expressions/scalar.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Problem } from '../../problems/problem.js';
import { type Dataset, METRIC_TIME, type Metric } from '../model.js';
import { type Datasets, findPath, isProblem } from '../path.js';
import { located } from '../problems.js';

/** A dataset's own names alone: what its dimensions are made of. */
export function columnScope(columns: Dataset['columns'], dataset: string): Scope {
  return {
    aggregates: false,
    name: (path, _inside, offset) => {
      const [name = ''] = path;
      const type = path.length === 1 ? columns.get(name) : undefined;
      return type === undefined
        ? unknownColumn(path.join('.'), columns.keys(), dataset, offset)
        : column('', name, type);
    },
  };
}

/**
 * Names of rows: own ones first as columns (inside metric expressions) or as dimensions (in conditions), and paths over
 * links, which end in a dimension. Own dimensions are spelled out; linked ones stay {relation: 'member', column: 'country'}.
 */
export function rowScope(
  model: Datasets,
  dataset: Dataset,
  prefer: 'columns' | 'dimensions',
  aggregates: boolean,
  metricOf?: MetricOf,
): Scope {
  return {
    aggregates,
    metricValue:
      metricOf &&
      ((metric, path, offset, named) =>
        metricValue(model, dataset, (name) => metricOf(name, named), metric, path.join('.'), offset)),
    name: (path, inside, offset) => {
      if (aggregates && !inside)
        return {
          code: 'MIXED_AGGREGATION',
          message: `"${path.join('.')}" stands outside an aggregate: a group has many values of it.`,
          hint: 'Aggregate it: SUM(…), MAX(…), COUNT(DISTINCT …).',
          offset,
        };
      return path.length === 1
        ? ownName(dataset, path[0] ?? '', prefer, offset)
        : linkedName(model, dataset, path, prefer, offset);
    },
  };
}

/** The compiled metric of a name that stands at an offset; throws what is wrong with it. */
export type MetricOf = (name: string, offset: number) => Metric | undefined;

/** A metric's value for this row's value of a path: both the row's dataset and the metric's own have that path. */
function metricValue(
  model: Datasets,
  dataset: Dataset,
  metricOf: (name: string) => Metric | undefined,
  name: string,
  path: string,
  offset: number,
): Scalar | BindProblem {
  const metric = metricOf(name);
  if (metric === undefined) return { code: 'UNKNOWN_METRIC', message: `There is no metric "${name}".`, offset };
  for (const from of [dataset.name, ...metric.datasets]) {
    const found = findPath(model, from, path);
    if (isProblem(found)) return { code: 'UNKNOWN_COLUMN', message: found.message, hint: found.hint, offset };
  }
  return call('metric_value', [literal(metric.name, 'text'), literal(path, 'text')], metric.type);
}

function ownName(
  dataset: Dataset,
  name: string,
  prefer: 'columns' | 'dimensions',
  offset: number,
): Scalar | BindProblem {
  const type = dataset.columns.get(name);
  const asColumn = type === undefined ? undefined : column('', name, type);
  const asDimension = dataset.dimensions.get(name)?.expression;
  const time = prefer === 'dimensions' && name === METRIC_TIME ? dataset.dimensions.get(dataset.time ?? '') : undefined;
  const found =
    prefer === 'columns'
      ? (asColumn ?? asDimension)
      : (asDimension ?? asColumn ?? (time && call(METRIC_TIME, [], time.type)));
  return found ?? unknownColumn(name, [...dataset.dimensions.keys(), ...dataset.columns.keys()], dataset.name, offset);
}

function linkedName(
  model: Datasets,
  dataset: Dataset,
  path: readonly string[],
  prefer: 'columns' | 'dimensions',
  offset: number,
): Scalar | BindProblem {
  const found = findPath(model, dataset.name, path.join('.'));
  if (isProblem(found)) return { code: 'UNKNOWN_COLUMN', message: found.message, hint: found.hint, offset };
  if (prefer === 'columns' && found.links.some((link) => link.kind === 'one_to_many'))
    return {
      code: 'FAN_OUT',
      message: `"${path.join('.')}" has several values for one row of "${dataset.name}".`,
      hint: 'Aggregate it in a metric of its own dataset.',
      offset,
    };
  return column(path.slice(0, -1).join('.'), path.at(-1) ?? '', found.type);
}

const unknownColumn = (name: string, known: Iterable<string>, dataset: string, offset: number): BindProblem => {
  const names = [...new Set(known)];
  return {
    code: 'UNKNOWN_COLUMN',
    message: `"${dataset}" has no column "${name}".`,
    hint: didYouMean(name, names) ?? `It has: ${listNames(names)}.`,
    offset,
  };
};

/** Binds text in a scope, or gives its problem with its place. */
export function bindText(text: ExpressionText, scope: Scope): Scalar | Problem {
  const bound = bind(text.syntax, scope);
  return 'scalar' in bound ? bound.scalar : located(bound.problem, text);
}

export const isScalar = (found: Scalar | Problem): found is Scalar => 'kind' in found;

/** A condition over a dataset's rows; anything but a boolean is a problem. */
export function bindCondition(
  model: Datasets,
  dataset: Dataset,
  text: ExpressionText,
  metricOf?: MetricOf,
): Scalar | Problem {
  const found = bindText(text, rowScope(model, dataset, 'dimensions', false, metricOf));
  if (!isScalar(found) || found.type === 'boolean') return found;
  return {
    code: 'TYPE_MISMATCH',
    at: text.at,
    message: `A condition is true or false; this is ${found.type}.`,
    hint: 'Compare it with a value.',
  };
}
