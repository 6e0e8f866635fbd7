import { z } from 'zod';
import { calendarShape } from './calendar.js';
import { datasetShape } from './dataset.js';
import { KINDS } from './kinds/kinds.js';
import { spineShape } from './spine.js';
import { type JsonSchema, tidySchema } from './tidy-schema.js';
import { viewShape } from './view.js';

/** By the key that a file of each begins with. */
const FILES = { dataset: datasetShape, view: viewShape, spine: spineShape, calendar: calendarShape } as const;

/** The JSON Schema of a definition file, by which editors complete and check; `schemas/metrics.schema.json` is its print. */
export function metricsJsonSchema(): Record<string, unknown> {
  const printed = z.toJSONSchema(z.union(Object.values(FILES)), { io: 'input', target: 'draft-7' });
  const { $schema, definitions, anyOf: _ofFiles, ...rest } = tidySchema(printed as JsonSchema);
  const all = definitions as Readonly<Record<string, JsonSchema>>;
  return {
    $schema,
    title: 'Grainline definitions',
    description: 'A dataset, a view, a spine or calendars.',
    ...rest,
    ...fileChoice(all),
    definitions: { ...all, Metric: metricChoice(all), ViewDimension: viewDimensionChoice(all) },
  };
}

export const printMetricsJsonSchema = (): string => `${JSON.stringify(metricsJsonSchema(), null, 2)}\n`;

type Definitions = Readonly<Record<string, JsonSchema>>;

/** Editors show what belongs to the file at hand alone, where a choice among all of them would show everything of each. */
function fileChoice(definitions: Definitions): JsonSchema {
  const files = Object.entries(FILES).map(([key, shape]) => [key, idOf(shape)] as const);
  const first = files.map(([key, id]) => [key, (definitions[id]?.properties as Definitions | undefined)?.[key] ?? {}]);
  return choice(
    files.map(([key, id]) => [{ type: 'object', required: [key] }, refTo(id)]),
    { properties: Object.fromEntries(first), additionalProperties: false },
  );
}

/** By the word after `kind:`; a word that is not known is told once, and not for each kind. */
function metricChoice(definitions: Definitions): JsonSchema {
  const kinds = [...KINDS].map(([word, { shape }]) => [word, idOf(shape)] as const);
  const { title, description } = definitions.Metric ?? {};
  const kind = {
    title: 'Kind',
    description: 'What kind of metric it is. Not needed for an expression.',
    enum: kinds.map(([word]) => word),
    enumDescriptions: kinds.map(([, id]) => definitions[id]?.description),
  };
  const wordsOf = (wanted: string): string[] => kinds.flatMap(([word, id]) => (id === wanted ? word : []));
  const ids = [...new Set(kinds.map(([, id]) => id))];
  const chosen = choice(ids.map((id) => [{ properties: { kind: { enum: wordsOf(id) } } }, refTo(id)]));
  return { title, description, type: 'object', properties: { kind }, ...chosen };
}

/** A map with `path` is the long form. */
function viewDimensionChoice({ ViewDimension: { anyOf: forms = [], ...own } = {} }: Definitions): JsonSchema {
  const isLong = ({ properties }: JsonSchema): boolean => properties !== undefined;
  const long = forms.filter(isLong).map((form) => [{ type: 'object', required: ['path'] }, form] as const);
  return { ...own, ...choice(long, { anyOf: forms.filter((form) => !isLong(form)) }) };
}

/** The first schema whose condition holds. */
const choice = (cases: readonly (readonly [JsonSchema, JsonSchema])[], otherwise?: JsonSchema): JsonSchema =>
  cases.reduceRight<JsonSchema>(
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    (rest, [condition, schema]) => ({ if: condition, then: schema, else: rest }),
    otherwise ?? {},
  );

const refTo = (definition: string): JsonSchema => ({ $ref: `#/definitions/${definition}` });

/** Under which a shape stands among the definitions. */
function idOf(shape: z.core.$ZodType): string {
  const { id } = z.globalRegistry.get(shape) ?? {};
  if (id === undefined) throw new Error('A shape of the JSON Schema has no id.');
  return id;
}
