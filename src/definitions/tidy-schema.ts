/** A JSON Schema, of which only a few keywords are looked at. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/**
 * The same schema in the words that editors show best: what stands beside a reference is told with it, and a choice is one
 * only where its branches differ in more than their type or constant.
 */
export function tidySchema(schema: JsonSchema): JsonSchema {
  const { anyOf, allOf, ...own } = mapped(schema);
  if (allOf?.length === 1 && allOf[0]?.$ref !== undefined) return { ...own, ...allOf[0] };
  if (anyOf === undefined) return allOf === undefined ? own : { ...own, allOf };
  const constants = anyOf.every((each) => 'const' in each || isOnly(each, 'null'));
  if (constants) return { ...own, enum: anyOf.map((each) => ('const' in each ? each.const : null)) };
  if (anyOf.every((each) => isOnly(each, each.type))) return { ...own, type: anyOf.map(({ type }) => type) };
  const [only, ...others] = anyOf.filter((each) => !isOnly(each, 'null'));
  const orNull = anyOf.length === 2 && others.length === 0;
  if (orNull && only !== undefined && typeof only.type === 'string' && !('enum' in only))
    return { ...own, ...only, type: [only.type, 'null'] };
  return { ...own, anyOf };
}

const isOnly = (schema: JsonSchema, type: unknown): boolean =>
  typeof type === 'string' && schema.type === type && Object.keys(schema).length === 1;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tidyIf = (value: unknown): unknown => (isSchema(value) ? tidySchema(value) : value);

/** With all schemas within it tidied. */
function mapped(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === 'properties' || keyword === 'definitions')
        return [
          keyword,
          Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, tidyIf(each)])),
        ];
      if (keyword === 'anyOf' || keyword === 'allOf') return [keyword, (value as readonly unknown[]).map(tidyIf)];
      if (keyword === 'items' || keyword === 'additionalProperties') return [keyword, tidyIf(value)];
      return [keyword, value];
    }),
  );
}
