/** What stands in YAML: any value, of which keys and texts are looked for. */
export type Keys = Readonly<Record<string, unknown>>;

export const isKeys = (value: unknown): value is Keys =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const keysIn = (value: unknown): Keys => (isKeys(value) ? value : {});

/** The maps of a list; nothing where there is no list. */
export const listIn = (value: unknown): readonly Keys[] => (Array.isArray(value) ? value.filter(isKeys) : []);

/** `expr: 1` and `expr: true` are texts too. */
export const textIn = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** One condition or several, as manifests hold them. */
export function filterIn(value: unknown): { where_filters: { where_sql_template: string }[] } | null {
  if (isKeys(value)) return value as { where_filters: { where_sql_template: string }[] };
  const texts = (Array.isArray(value) ? value : [value]).flatMap((each) => textIn(each) ?? []);
  return texts.length === 0 ? null : { where_filters: texts.map((each) => ({ where_sql_template: each.trim() })) };
}

/** `7 days` and `{count: 7, granularity: day}`; what is neither stays, for its shape to be refused. */
export function windowIn(value: unknown): unknown {
  const [, count, grain = ''] = /^\s*(\d+)\s*([A-Za-z_]+)\s*$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (count === undefined) return value ?? null;
  return { count: Number(count), granularity: grain.toLowerCase().replace(/(?<=^[a-z]{3,11})s$/, '') };
}

/** A metric or a measure that another one names: its name alone, or with more. */
export function inputIn(value: unknown): Keys | null {
  if (value === undefined || value === null) return null;
  const { filter, offset_window, ...keys } = isKeys(value) ? value : { name: textIn(value) };
  return {
    ...keys,
    ...(filter !== undefined && { filter: filterIn(filter) }),
    ...(offset_window !== undefined && { offset_window: windowIn(offset_window) }),
  };
}
