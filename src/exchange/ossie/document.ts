import { z } from 'zod';

/** What Ossie writes expressions in; those that are SQL are read here, in this order of trust. */
export const SQL_DIALECTS = ['ANSI_SQL', 'OSSIE_SQL_2026', 'SNOWFLAKE', 'DATABRICKS', 'BIGQUERY'] as const;
export const PORTABLE_DIALECTS: ReadonlySet<string> = new Set(['ANSI_SQL', 'OSSIE_SQL_2026']);

export const DATA_TYPES = [
  'String',
  'Integer',
  'Decimal',
  'Float',
  'Boolean',
  'Date',
  'Time',
  'DateTime',
  'DateTimeTz',
  'Opaque',
] as const;

const text = z.string().optional();
const contextShape = z.union([z.string(), z.looseObject({})]).optional();
const extensionShape = z.strictObject({ vendor_name: z.string(), data: z.string() });
const extensions = z.array(extensionShape).optional();
const common = { name: z.string(), description: text, ai_context: contextShape, custom_extensions: extensions };

const expressionShape = z.strictObject({
  dialects: z.array(z.strictObject({ dialect: z.string(), expression: z.string() })).min(1),
});
const datatype = z.enum(DATA_TYPES).optional();

const fieldShape = z.strictObject({
  ...common,
  expression: expressionShape,
  dimension: z.strictObject({ is_time: z.boolean().optional() }).optional(),
  label: text,
  datatype,
});
const metricShape = z.strictObject({ ...common, expression: expressionShape, datatype });
const datasetShape = z.strictObject({
  ...common,
  source: z.string(),
  primary_key: z.array(z.string()).optional(),
  unique_keys: z.array(z.array(z.string())).optional(),
  fields: z.array(fieldShape).optional(),
  metrics: z.array(metricShape).optional(),
});
const relationshipShape = z.strictObject({
  ...common,
  from: z.string(),
  to: z.string(),
  from_columns: z.array(z.string()).min(1),
  to_columns: z.array(z.string()).min(1),
});
const model = {
  ...common,
  datasets: z.array(datasetShape).min(1),
  relationships: z.array(relationshipShape).optional(),
  metrics: z.array(metricShape).optional(),
};

const version = z.union([z.string(), z.number()]);
/** One model at the root, as 0.2 has it. */
export const flatShape = z.strictObject({ version, ...model });
/** A list of models, as 0.1 and early drafts of 0.2 have it. */
export const wrappedShape = z.strictObject({
  version,
  semantic_model: z.array(z.strictObject(model)).min(1),
  dialects: z.array(z.string()).optional(),
  vendors: z.array(z.string()).optional(),
});

export type OssieModel = Omit<z.infer<typeof flatShape>, 'version'>;
export type OssieDataset = z.infer<typeof datasetShape>;
export type OssieField = z.infer<typeof fieldShape>;
export type OssieMetric = z.infer<typeof metricShape>;
export type OssieRelationship = z.infer<typeof relationshipShape>;
export type OssieExpression = z.infer<typeof expressionShape>;
export type OssieExtension = z.infer<typeof extensionShape>;
export type OssieContext = z.infer<typeof contextShape>;
export type OssieDataType = (typeof DATA_TYPES)[number];

/** The versions that are written: 0.1.1 is the latest release, 0.2 is in the making. */
export const VERSIONS = ['0.1.1', '0.2'] as const;
export type OssieVersion = (typeof VERSIONS)[number];
