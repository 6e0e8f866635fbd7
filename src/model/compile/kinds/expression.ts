import type {
  ExpressionMetricDefinition,
  LifecycleDefinition,
  SemiAdditiveDefinition,
} from '../../../definitions/definitions.js';
import type { Scope } from '../../../expressions/bind.js';
import { isNumeric } from '../../../expressions/data-type.js';
import { AGGREGATES, COUNTS } from '../../../expressions/functions.js';
import { column, type Scalar } from '../../../expressions/scalar.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { childrenOf } from '../../../expressions/syntax-depth.js';
import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Dataset, DerivedMetric, Input, Metric, SemiAdditive, SimpleMetric } from '../../model.js';
import { described, lifecycle } from '../dataset.js';
import { type MetricContext, Refused } from '../metric-context.js';
import { bindText, isScalar, rowScope } from '../scope.js';

/** Aggregates over rows make a simple metric; metric names make a derived one. */
export function compileExpressionMetric(definition: ExpressionMetricDefinition, context: MetricContext): Metric {
  return usesAggregates(definition.expression.syntax) ? simple(definition, context) : derived(definition, context);
}

function simple(definition: ExpressionMetricDefinition, context: MetricContext): SimpleMetric {
  const { dataset, model } = context;
  if (definition.inputs !== undefined)
    throw new Refused({
      code: 'MIXED_AGGREGATION',
      at: definition.expression.at,
      message: 'inputs: go with an expression over metrics, and this one aggregates rows.',
      hint: 'Name the aggregate as a metric of its own.',
    });
  const value = bound(definition, rowScope(model, dataset, 'columns', true));
  if (definition.empty === 0 && !isNumeric(value.type))
    throw new Refused({
      code: 'TYPE_MISMATCH',
      at: definition.name.at,
      message: `empty: 0 goes with numbers, and "${definition.name.value}" is ${value.type}.`,
      hint: 'Leave it out: without rows it is null.',
    });
  if (definition.time !== undefined) {
    const type = dataset.dimensions.get(definition.time.value)?.type;
    if (type !== 'date' && type !== 'timestamp')
      throw new Refused({
        code: 'UNKNOWN_COLUMN',
        at: definition.time.at,
        message: `Time "${definition.time.value}" is not a date or timestamp of "${dataset.name}".`,
        hint: didYouMean(definition.time.value, dataset.dimensions.keys()),
      });
  }
  return {
    kind: 'simple',
    ...base(definition, value, [dataset.name], context),
    ...(definition.semiAdditive?.take === 'average' && { type: 'double' as const }),
    dataset: dataset.name,
    value,
    empty: definition.empty === undefined ? (countsOnly(value) ? 0 : null) : definition.empty,
    time: definition.time?.value ?? dataset.time,
    dense: definition.dense ?? false,
    semiAdditive: semiAdditive(definition, dataset, value),
  };
}

function semiAdditive(
  { semiAdditive: said, time }: ExpressionMetricDefinition,
  dataset: Dataset,
  value: Scalar,
): SemiAdditive | null {
  if (said === undefined) return null;
  for (const name of [said.over, ...said.per])
    if (!dataset.dimensions.has(name.value))
      throw new Refused({
        code: 'UNKNOWN_COLUMN',
        at: name.at,
        message: `"${dataset.name}" has no dimension "${name.value}".`,
        hint: didYouMean(name.value, dataset.dimensions.keys()),
      });
  const { over, take, fillForward } = said;
  if (take === 'average') mustAverage(said, dataset, value);
  if (fillForward !== undefined && (take !== 'last' || over.value !== (time?.value ?? dataset.time)))
    throw new Refused({
      code: 'FILL_FORWARD_NOT_LAST',
      at: fillForward.at,
      message:
        'fill_forward carries the last value on in metric_time: it goes with take: last, over the time of the metric.',
      hint: 'Say take: last, and over: the time of the metric.',
    });
  return {
    over: over.value,
    take,
    per: said.per.map((each) => each.value),
    fillForward: fillForward === undefined ? null : { days: fillForward.value },
  };
}

/** A mean is over days, of numbers; the means of several keys are added up, which must make sense. */
function mustAverage({ over, per }: SemiAdditiveDefinition, dataset: Dataset, value: Scalar): void {
  const adds = value.kind === 'aggregate' && ['sum', 'count'].includes(value.name);
  const problem =
    dataset.dimensions.get(over.value)?.type !== 'date'
      ? `take: average is over days, and "${over.value}" is no date.`
      : !isNumeric(value.type)
        ? `take: average goes with numbers, and this is ${value.type}.`
        : per.length > 0 && !adds
          ? 'take: average with per: adds up the means of each key, and only SUM and COUNT add up.'
          : null;
  if (problem !== null)
    throw new Refused({
      code: 'AVERAGE_NOT_SOUND',
      at: over.at,
      message: problem,
      hint: 'Take the first or the last.',
    });
}

const countsOnly = (value: Scalar): boolean => value.kind === 'aggregate' && COUNTS.has(value.name);

function derived(definition: ExpressionMetricDefinition, context: MetricContext): DerivedMetric {
  if (definition.time !== undefined || definition.empty !== undefined || definition.semiAdditive !== undefined)
    throw new Refused({
      code: 'INVALID_DEFINITION',
      at: definition.time?.at ?? definition.name.at,
      message: 'time:, empty: and semi_additive: belong to metrics that aggregate rows.',
      hint: 'Say them on the metrics below; COALESCE gives a value for none.',
    });
  const inputs = new Map<string, Input>();
  for (const { name, input } of definition.inputs ?? []) inputs.set(name.value, context.input(input));
  const value = bound(definition, metricScope(definition, context, inputs));
  const metrics = [...inputs.values()].map((input) => context.metric(input.metric, definition.name.at));
  if (metrics.length === 0)
    throw new Refused({
      code: 'MIXED_AGGREGATION',
      at: definition.expression.at,
      message: 'The expression neither aggregates rows nor names a metric.',
    });
  const datasets = [...new Set(metrics.flatMap((metric) => metric.datasets))];
  return { kind: 'derived', ...base(definition, value, datasets, context), value, inputs };
}

/** Names are inputs where there are any, and metrics; a metric used by its own name becomes an input. */
function metricScope(
  definition: ExpressionMetricDefinition,
  context: MetricContext,
  inputs: Map<string, Input>,
): Scope {
  return {
    aggregates: false,
    name: (path, _inside, offset) => {
      const name = path.join('.');
      if (!inputs.has(name)) {
        if (path.length > 1 || !context.isMetric(name))
          return {
            code: context.dataset.dimensions.has(name) ? 'MIXED_AGGREGATION' : 'UNKNOWN_METRIC',
            message: context.dataset.dimensions.has(name)
              ? `"${name}" stands outside an aggregate: a group has many values of it.`
              : `There is no metric "${name}".`,
            hint: context.dataset.dimensions.has(name)
              ? 'Aggregate it: SUM(…), MAX(…), COUNT(DISTINCT …).'
              : didYouMean(name, context.metricNames()),
            offset,
          };
        const metric = context.metric(name, definition.expression.placeOf(offset));
        inputs.set(name, { metric: metric.name, where: null, offset: null, atStartOf: null });
      }
      const metric = context.metric((inputs.get(name) as Input).metric, definition.expression.placeOf(offset));
      return column('input', name, metric.type);
    },
  };
}

function bound(definition: ExpressionMetricDefinition, scope: Scope): Scalar {
  const found = bindText(definition.expression, scope);
  if (isScalar(found)) return found;
  throw new Refused(found);
}

export const base = (
  definition: Pick<
    ExpressionMetricDefinition,
    | 'name'
    | 'aliases'
    | 'unit'
    | 'format'
    | 'where'
    | 'label'
    | 'description'
    | 'owner'
    | 'tags'
    | keyof LifecycleDefinition
  >,
  value: Scalar,
  datasets: readonly string[],
  context: MetricContext,
) => ({
  name: definition.name.value,
  ...described(definition.name.value, { ...definition, owner: definition.owner ?? context.dataset.owner ?? undefined }),
  ...lifecycle(definition, context.dataset),
  aliases: new Map(definition.aliases.map(({ name, until }) => [name.value, until])),
  type: value.type,
  unit: definition.unit ?? null,
  format: definition.format ?? null,
  datasets,
  where: context.filter(definition.where, datasets),
  at: definition.name.at,
});

function usesAggregates(syntax: Syntax): boolean {
  if (syntax.kind === 'call' && Object.hasOwn(AGGREGATES, syntax.name)) return true;
  return childrenOf(syntax).some(usesAggregates);
}
