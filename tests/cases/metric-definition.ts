import { conditionsText } from './conditions-text.js';
import { datasetsOf, hasOwnPaths } from './lookup.js';
import type {
  SimpleMetric,
  SuiteCondition,
  SuiteInput,
  SuiteMetric,
  SuiteModel,
  SuiteSpan,
  SuiteTimeToConvert,
} from './suite.js';

/** A metric as the map of keys that stands under `metrics:`; undefined values are left out of the text. */
export function metricDefinition(model: SuiteModel, name: string): object {
  const metric = model.metrics[name] as SuiteMetric;
  const where = 'filter' in metric ? filter(model, name, metric.filter) : undefined;
  const input = (each: SuiteInput): unknown => inputDefinition(model, each);
  switch (metric.kind) {
    case 'simple':
      return { ...simple(metric), where };
    case 'ratio':
      return { kind: 'ratio', numerator: input(metric.numerator), denominator: input(metric.denominator), where };
    case 'derived': {
      const inputs = Object.entries(metric.inputs).map(([as, each]) => [as, input(each)]);
      return { kind: 'derived', expression: metric.expr, inputs: Object.fromEntries(inputs), where };
    }
    case 'cumulative': {
      const { input: of, trailing, leading, to_date, all_time, period_agg: period } = metric;
      const window = { trailing: span(trailing), leading: span(leading), to_date, all_time };
      return { kind: 'cumulative', of, ...window, period, where };
    }
    case 'conversion': {
      const { kind, base, conversion, entity, window, constant, calculation, counts: count, time } = metric;
      return { kind, base, conversion, entity, window: span(window), constant, calculation, count, ...timing(time) };
    }
    case 'funnel': {
      const { kind, steps, entity, window, constant, counts: count, calculation, time } = metric;
      const about = {
        step: steps[metric.step],
        calculation,
        from: calculation === 'count' ? undefined : metric.from === 0 ? 'first' : 'previous',
      };
      return { kind, steps, entity, window: span(window), constant, count, ...about, ...timing(time) };
    }
    case 'share':
      return { kind: 'share', of: metric.input, within: metric.within };
    case 'rank':
      return { kind: 'rank', of: metric.input, direction: metric.direction, ties: metric.ties };
    case 'multi_stage':
      // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
      return { kind: 'multi_stage', of: metric.input, grain: metric.grain, then: metric.agg };
  }
}

const simple = ({ agg, expr, p, empty, time, dense, semi_additive }: SimpleMetric): object => ({
  expression: aggregateText(agg, expr ?? '*', p),
  empty,
  time,
  dense,
  semi_additive: semi_additive && { ...semi_additive, fill_forward: daysText(semi_additive.fill_forward) },
});

const daysText = (days: true | number | undefined): true | string | undefined =>
  typeof days === 'number' ? `${days} days` : days;

function aggregateText(agg: string, expr: string, p: number | undefined): string {
  switch (agg) {
    case 'count_distinct':
      return `COUNT(DISTINCT ${expr})`;
    case 'sum_boolean':
      return `COUNT_IF(${expr})`;
    case 'percentile_cont':
    case 'percentile_disc':
      return `${agg.toUpperCase()}(${p}) WITHIN GROUP (ORDER BY ${expr})`;
    default:
      return `${agg.toUpperCase()}(${expr})`;
  }
}

function inputDefinition(model: SuiteModel, { metric, filter: conditions, offset, at_start_of }: SuiteInput): unknown {
  const narrowed = { where: filter(model, metric, conditions), offset: span(offset), at_start_of };
  return Object.values(narrowed).some((value) => value !== undefined) ? { metric, ...narrowed } : metric;
}

/** One text for all datasets below the metric, or one for each where they take paths of their own. */
function filter(model: SuiteModel, metric: string, conditions: readonly SuiteCondition[] | undefined): unknown {
  if (conditions === undefined || conditions.length === 0) return undefined;
  const datasets = datasetsOf(model, metric);
  const texts = datasets.map((dataset) => [dataset, conditionsText(model, dataset, conditions)]);
  return conditions.some(hasOwnPaths) ? Object.fromEntries(texts) : texts[0]?.[1];
}

/** `median` or `p90`, in a unit. */
const timing = (time: SuiteTimeToConvert | undefined): object =>
  time === undefined
    ? {}
    : // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
      { then: time.p === undefined ? time.agg : `p${time.p * 100}`, unit: time.unit };

/** `7 days`, `1 month`. */
const span = (length: SuiteSpan | undefined): string | undefined =>
  length && `${length.count} ${length.grain}${length.count === 1 ? '' : 's'}`;
