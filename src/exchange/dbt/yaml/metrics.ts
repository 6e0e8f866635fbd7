import { filterIn, inputIn, type Keys, keysIn, listIn, textIn, windowIn } from './values.js';

const described = ({ name, label, description }: Keys): Keys => ({ name, label, description });

/** A metric of either generation as the manifest has it. @param model the semantic model that it stands in */
export const metricOf = (metric: Keys, model?: string): Keys => ({
  ...described(metric),
  type: textIn(metric.type) ?? 'simple',
  filter: filterIn(metric.filter),
  time_granularity: textIn(metric.time_granularity),
  type_params: 'type_params' in metric ? legacyParams(keysIn(metric.type_params)) : latestParams(metric, model),
});

/** Of the older generation: all below `type_params`, over measures. */
function legacyParams(params: Keys): Keys {
  const cumulative = keysIn(params.cumulative_type_params);
  const conversion = keysIn(params.conversion_type_params);
  return {
    ...params,
    expr: textIn(params.expr),
    measure: inputIn(params.measure),
    numerator: inputIn(params.numerator),
    denominator: inputIn(params.denominator),
    metrics: Array.isArray(params.metrics) ? params.metrics.map(inputIn) : null,
    window: windowIn(params.window),
    cumulative_type_params: params.cumulative_type_params
      ? { ...cumulative, window: windowIn(cumulative.window), metric: inputIn(cumulative.metric) }
      : null,
    conversion_type_params: params.conversion_type_params
      ? {
          ...conversion,
          window: windowIn(conversion.window),
          base_measure: inputIn(conversion.base_measure),
          base_metric: inputIn(conversion.base_metric),
          conversion_measure: inputIn(conversion.conversion_measure),
          conversion_metric: inputIn(conversion.conversion_metric),
        }
      : null,
  };
}

/** Of the newer one: keys of the metric itself, over metrics; simple ones aggregate columns of their model. */
function latestParams(metric: Keys, model: string | undefined): Keys {
  const { fill_nulls_with, join_to_timespine, agg } = metric;
  const shared = { expr: textIn(metric.expr), fill_nulls_with, join_to_timespine };
  switch (textIn(metric.type) ?? 'simple') {
    case 'simple':
      return model === undefined || agg === undefined
        ? shared
        : { ...shared, metric_aggregation_params: { ...aggregation(metric), semantic_model: model } };
    case 'ratio':
      return { ...shared, numerator: inputIn(metric.numerator), denominator: inputIn(metric.denominator) };
    case 'cumulative':
      return {
        ...shared,
        cumulative_type_params: {
          window: windowIn(metric.window),
          grain_to_date: metric.grain_to_date,
          period_agg: metric.period_agg,
          metric: inputIn(metric.input_metric),
        },
      };
    case 'conversion':
      return {
        ...shared,
        conversion_type_params: {
          entity: metric.entity,
          calculation: metric.calculation,
          window: windowIn(metric.window),
          constant_properties: metric.constant_properties,
          base_metric: inputIn(metric.base_metric),
          conversion_metric: inputIn(metric.conversion_metric),
        },
      };
    default:
      return { ...shared, metrics: Array.isArray(metric.input_metrics) ? metric.input_metrics.map(inputIn) : null };
  }
}

function aggregation(metric: Keys): Keys {
  const { name, window_agg, group_by, ...more } = keysIn(metric.non_additive_dimension);
  return {
    agg: metric.agg,
    agg_time_dimension: metric.agg_time_dimension,
    agg_params:
      metric.percentile === undefined
        ? null
        : { percentile: metric.percentile, use_discrete_percentile: metric.percentile_type === 'discrete' },
    non_additive_dimension: name
      ? { name, window_choice: window_agg ?? more.window_choice, window_groupings: group_by ?? more.window_groupings }
      : null,
  };
}

/** A measure of the older generation; `create_metric` makes a metric of its name. */
export const measureOf = (measure: Keys): Keys => ({ ...measure, expr: textIn(measure.expr) });

export const metricsOfMeasures = (measures: unknown): readonly Keys[] =>
  listIn(measures)
    .filter(({ create_metric }) => create_metric === true)
    .map((measure) => ({
      ...described(measure),
      type: 'simple',
      type_params: { measure: { name: measure.name } },
    }));

/** A saved query: what it asks is as the manifest has it, but for the filter. */
export function savedQueryOf(query: Keys): Keys {
  const params = keysIn(query.query_params);
  return { ...query, query_params: { ...params, where: filterIn(params.where) } };
}
