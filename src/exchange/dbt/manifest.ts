import { z } from 'zod';
import { ProblemError } from '../../problems/problem.js';

const text = z.string().nullish();
const described = { name: z.string(), description: text, label: text };

const filterShape = z.object({ where_filters: z.array(z.object({ where_sql_template: z.string() })) }).nullish();
const windowShape = z.object({ count: z.number().int(), granularity: z.string() }).nullish();
const nodeRelation = z.object({ alias: z.string(), schema_name: z.string(), database: text });

const nonAdditiveShape = z
  .object({ name: z.string(), window_choice: z.string(), window_groupings: z.array(z.string()).nullish() })
  .nullish();
const aggParamsShape = z
  .object({
    percentile: z.number().nullish(),
    use_discrete_percentile: z.boolean().nullish(),
    use_approximate_percentile: z.boolean().nullish(),
  })
  .nullish();
const aggregation = {
  agg: z.string(),
  agg_params: aggParamsShape,
  agg_time_dimension: text,
  non_additive_dimension: nonAdditiveShape,
};

const entityShape = z.object({ ...described, type: z.string(), expr: text });
const dimensionShape = z.object({
  ...described,
  type: z.string(),
  expr: text,
  type_params: z
    .object({
      time_granularity: text,
      validity_params: z.object({ is_start: z.boolean().nullish(), is_end: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
});
const measureShape = z.object({ ...described, ...aggregation, expr: text });

const semanticModelShape = z.object({
  ...described,
  node_relation: nodeRelation,
  defaults: z.object({ agg_time_dimension: text }).nullish(),
  primary_entity: text,
  entities: z.array(entityShape).nullish(),
  dimensions: z.array(dimensionShape).nullish(),
  measures: z.array(measureShape).nullish(),
});

const inputMeasureShape = z.object({
  name: z.string(),
  filter: filterShape,
  join_to_timespine: z.boolean().nullish(),
  fill_nulls_with: z.number().nullish(),
});
const inputMetricShape = z.object({
  name: z.string(),
  alias: text,
  filter: filterShape,
  offset_window: windowShape,
  offset_to_grain: text,
});

const metricShape = z.object({
  ...described,
  type: z.string(),
  filter: filterShape,
  time_granularity: text,
  type_params: z.object({
    measure: inputMeasureShape.nullish(),
    metric_aggregation_params: z.object({ ...aggregation, semantic_model: z.string() }).nullish(),
    expr: text,
    join_to_timespine: z.boolean().nullish(),
    fill_nulls_with: z.number().nullish(),
    numerator: inputMetricShape.nullish(),
    denominator: inputMetricShape.nullish(),
    metrics: z.array(inputMetricShape).nullish(),
    window: windowShape,
    grain_to_date: text,
    cumulative_type_params: z
      .object({ window: windowShape, grain_to_date: text, period_agg: text, metric: inputMetricShape.nullish() })
      .nullish(),
    conversion_type_params: z
      .object({
        base_measure: inputMeasureShape.nullish(),
        base_metric: inputMetricShape.nullish(),
        conversion_measure: inputMeasureShape.nullish(),
        conversion_metric: inputMetricShape.nullish(),
        entity: z.string(),
        calculation: text,
        window: windowShape,
        constant_properties: z
          .array(z.object({ base_property: z.string(), conversion_property: z.string() }))
          .nullish(),
      })
      .nullish(),
  }),
});

const timeSpineShape = z.object({
  node_relation: nodeRelation,
  primary_column: z.object({ name: z.string(), time_granularity: z.string() }),
  custom_granularities: z.array(z.object({ name: z.string(), column_name: text })).nullish(),
});

const savedQueryShape = z.object({
  ...described,
  query_params: z.object({
    metrics: z.array(z.string()).nullish(),
    group_by: z.array(z.string()).nullish(),
    where: filterShape,
    order_by: z.array(z.string()).nullish(),
    limit: z.number().nullish(),
  }),
  exports: z.array(z.unknown()).nullish(),
});

const manifestShape = z.object({
  semantic_models: z.array(semanticModelShape),
  metrics: z.array(metricShape),
  project_configuration: z
    .object({
      time_spines: z.array(timeSpineShape).nullish(),
      time_spine_table_configurations: z
        .array(z.object({ location: z.string(), column_name: z.string(), grain: z.string() }))
        .nullish(),
    })
    .nullish(),
  saved_queries: z.array(savedQueryShape).nullish(),
});

/** dbt's `target/semantic_manifest.json`, as far as it is read. */
export type Manifest = z.infer<typeof manifestShape>;
export type SemanticModel = z.infer<typeof semanticModelShape>;
export type Entity = z.infer<typeof entityShape>;
export type DbtDimension = z.infer<typeof dimensionShape>;
export type DbtMetric = z.infer<typeof metricShape>;
export type InputMeasure = z.infer<typeof inputMeasureShape>;
export type InputMetric = z.infer<typeof inputMetricShape>;
export type Aggregation = Pick<
  z.infer<typeof measureShape>,
  'agg' | 'agg_params' | 'agg_time_dimension' | 'non_additive_dimension' | 'expr'
>;
export type Filter = z.infer<typeof filterShape>;
export type Window = NonNullable<z.infer<typeof windowShape>>;
export type SavedQuery = z.infer<typeof savedQueryShape>;

/** @throws INVALID_DEFINITION where the text is no such manifest, with the first place that does not fit */
export const readManifest = (json: string, file: string): Manifest => readJson(manifestShape, json, file);

/** What is made of YAML, if it is of a manifest's shape. @throws INVALID_DEFINITION */
export const shapedManifest = (value: unknown, file: string): Manifest => shaped(manifestShape, value, file);

export function readJson<T>(shape: z.ZodType<T>, json: string, file: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw refused(file, `it is not JSON: ${(error as Error).message}`);
  }
  return shaped(shape, value, file);
}

function shaped<T>(shape: z.ZodType<T>, value: unknown, file: string): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refused(file, `${z.core.toDotPath(issue?.path ?? []) || 'it'}: ${issue?.message ?? 'does not fit'}`);
}

const refused = (file: string, message: string): ProblemError =>
  new ProblemError([{ code: 'INVALID_DEFINITION', message: `${file}: ${message}`, hint: HINT }]);

const HINT = 'dbt writes semantic_manifest.json (dbt parse) and catalog.json (dbt docs generate) into target/.';
