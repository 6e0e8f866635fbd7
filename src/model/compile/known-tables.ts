import type { DatasetDefinition, Definitions } from '../../definitions/definitions.js';
import type { DataType } from '../../expressions/data-type.js';

/** The columns of a table with their types, as far as definitions name them. */
export type TableColumns = ReadonlyMap<string, DataType>;

/** What a SELECT can read: tables that datasets have, and those that its own definition declares under `tables:`. */
export interface KnownTables {
  readonly tables: ReadonlyMap<string, TableColumns>;
  /** Dataset names with their tables, for those who take the one for the other. */
  readonly datasets: ReadonlyMap<string, string | null>;
}

export function tablesOfDatasets({ datasets }: Pick<Definitions, 'datasets'>): KnownTables {
  const tables = new Map<string, Map<string, DataType>>();
  for (const { table, columns } of datasets) if (table !== undefined) addColumns(tables, table.value, columns);
  return { tables, datasets: new Map(datasets.map(({ name, table }) => [name.value, table?.value ?? null])) };
}

/** With the dataset's own `tables:`, which come first where the two differ. */
export function withOwnTables(known: KnownTables, definition: DatasetDefinition): KnownTables {
  if (definition.tables === undefined) return known;
  const tables = new Map<string, Map<string, DataType>>();
  for (const { name, columns } of definition.tables) addColumns(tables, name.value, columns);
  for (const [table, columns] of known.tables) tables.set(table, new Map([...columns, ...(tables.get(table) ?? [])]));
  return { ...known, tables };
}

/** The first who names a column says its type. */
function addColumns(
  tables: Map<string, Map<string, DataType>>,
  table: string,
  columns: DatasetDefinition['columns'],
): void {
  const known = tables.get(table) ?? new Map<string, DataType>();
  for (const { name, type } of columns) if (!known.has(name.value)) known.set(name.value, type.value);
  tables.set(table, known);
}
