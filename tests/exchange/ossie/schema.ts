import { Ajv2020 } from 'ajv/dist/2020.js';

/**
 * What the core specification of Apache Ossie asks of a document, written from its tables: which keys things have, which they
 * must have, and which words dialects, types and vendors are.
 * @see https://github.com/apache/ossie/blob/main/core-spec/spec.md
 */
const text = { type: 'string' };
const list = (items: object, least = 0) => ({ type: 'array', items, minItems: least });
const thing = (must: Record<string, object>, may: Record<string, object> = {}) => ({
  type: 'object',
  properties: { ...must, ...may },
  required: Object.keys(must),
  additionalProperties: false,
});

interface Words {
  readonly dialects: readonly string[];
  /** None: any will do. */
  readonly vendors?: readonly string[];
  readonly types?: readonly string[];
}

function modelOf({ dialects, vendors, types }: Words): { must: Record<string, object>; may: Record<string, object> } {
  const vendor = vendors ? { enum: vendors } : text;
  const described = {
    description: text,
    ai_context: {
      anyOf: [text, { type: 'object', properties: { instructions: text, synonyms: list(text), examples: list(text) } }],
    },
    custom_extensions: list(thing({ vendor_name: vendor, data: text })),
  };
  const typed = types ? { datatype: { enum: types } } : {};
  const expression = thing({ dialects: list(thing({ dialect: { enum: dialects }, expression: text }), 1) });
  const field = thing(
    { name: text, expression },
    { ...described, ...typed, label: text, dimension: thing({}, { is_time: { type: 'boolean' } }) },
  );
  const dataset = thing(
    { name: text, source: text },
    { ...described, primary_key: list(text), unique_keys: list(list(text)), fields: list(field) },
  );
  const relationship = thing(
    { name: text, from: text, to: text, from_columns: list(text, 1), to_columns: list(text, 1) },
    described,
  );
  const metric = thing({ name: text, expression }, { ...described, ...typed });
  return {
    must: { name: text, datasets: list(dataset, 1) },
    may: { ...described, relationships: list(relationship), metrics: list(metric) },
  };
}

const released = modelOf({
  dialects: ['ANSI_SQL', 'SNOWFLAKE', 'MDX', 'TABLEAU', 'DATABRICKS'],
  vendors: ['COMMON', 'SNOWFLAKE', 'SALESFORCE', 'DBT', 'DATABRICKS'],
});
const next = modelOf({
  dialects: [
    'ANSI_SQL',
    'SNOWFLAKE',
    'MDX',
    'TABLEAU',
    'DATABRICKS',
    'MAQL',
    'BIGQUERY',
    'SIGMA',
    'THOUGHTSPOT',
    'DAX',
    'OSSIE_SQL_2026',
  ],
  types: ['String', 'Integer', 'Decimal', 'Float', 'Boolean', 'Date', 'Time', 'DateTime', 'DateTimeTz', 'Opaque'],
});

const ajv = new Ajv2020({ allErrors: true });
const SCHEMAS = {
  '0.1.1': ajv.compile(
    thing({ version: { const: '0.1.1' }, semantic_model: list(thing(released.must, released.may)) }),
  ),
  '0.2': ajv.compile(thing({ version: { const: '0.2.0.dev0' }, ...next.must }, next.may)),
} as const;

/** What is wrong with a document, by the specification. */
export function faultsOf(document: unknown, version: keyof typeof SCHEMAS): readonly string[] {
  const validate = SCHEMAS[version];
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
