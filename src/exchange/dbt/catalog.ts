import { z } from 'zod';
import { readDataType } from '../../expressions/data-type.js';
import type { KnownType } from '../columns.js';
import { readJson } from './manifest.js';

const relation = z.object({
  metadata: z.object({ schema: z.string(), name: z.string() }),
  columns: z.record(z.string(), z.object({ type: z.string() })),
});
const shape = z.object({
  nodes: z.record(z.string(), relation),
  sources: z.record(z.string(), relation).optional(),
});

/** The types of the tables' columns, as the warehouse told dbt: names are compared without case, as dbt does. */
export class Catalog {
  private readonly tables = new Map<string, ReadonlyMap<string, string>>();

  constructor(json: string, file: string) {
    const { nodes, sources } = readJson(shape, json, file);
    for (const { metadata, columns } of [...Object.values(sources ?? {}), ...Object.values(nodes)])
      this.tables.set(
        `${metadata.schema}.${metadata.name}`.toLowerCase(),
        new Map(Object.entries(columns).map(([name, { type }]) => [name.toLowerCase(), type])),
      );
  }

  /** In the words of the warehouse; undefined where the catalogue does not have it. */
  typeOf(table: string, column: string): string | undefined {
    return this.tables.get(table.toLowerCase())?.get(column.toLowerCase());
  }
}

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(int|integer|int4|int32|smallint|tinyint|int2|int16|utinyint|usmallint)$/, 'integer'],
  [/^(bigint|int8|int64|long|uinteger)$/, 'bigint'],
  [/^(double|double precision|float|float4|float8|float64|real)$/, 'double'],
  [/^(varchar|character varying|char|character|text|string|uuid|bpchar)(\(\d+\))?$/, 'text'],
  [/^(boolean|bool)$/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamp|datetime)(\(\d\))?( without time zone)?$|^timestamp_ntz(\(\d\))?$/, 'timestamp'],
];

/** Our type for one of the warehouse's; undefined where there is none that holds the same values. */
export function typeFor(warehouse: string): string | undefined {
  const name = warehouse.toLowerCase().trim();
  const numeric = /^(?:decimal|numeric|number)\((\d+), ?(\d+)\)$/.exec(name);
  if (numeric) return readDataType(`decimal(${numeric[1]},${numeric[2]})`);
  return FAMILIES.find(([is]) => is.test(name))?.[1];
}

/** The type of a table's column, as far as the catalogue tells it. */
export function typeIn(catalog: Catalog | undefined, table: string, column: string): KnownType {
  const told = catalog?.typeOf(table, column);
  if (told === undefined) {
    const why = catalog === undefined ? 'there is no catalog.json' : `catalog.json does not have it in ${table}`;
    return { unknown: `the manifest has no types, and ${why}` };
  }
  const type = typeFor(told);
  return type === undefined
    ? { lost: `Column "${column}" is ${told} in the catalogue, for which there is no type here.` }
    : { type };
}
