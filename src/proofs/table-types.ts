import type { Engine, ResultColumn } from '../engine/engine.js';
import type { DataType } from '../expressions/data-type.js';
import { isDecimal, isSketch } from '../expressions/data-type.js';
import type { ProblemCode } from '../problems/codes.js';
import { ProblemError } from '../problems/problem.js';
import { quoteName } from '../sql/literals.js';

/** The types that the columns of a table have, in the engine's words; `missing` are those that it does not have. */
export interface TableTypes {
  readonly types: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
}

/**
 * Reads no row: it asks for the types of the columns beside one made row.
 * @returns null where there is no such table
 * @throws other problems of the engine
 */
export async function typesOfTable(
  engine: Engine,
  table: string,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<TableTypes | null> {
  const ask = async (names: readonly string[]): Promise<readonly (readonly [string, string])[]> => {
    const selected = names.map((name) => `typeof(t.${quoteName(name)})`).join(', ') || '1';
    const from = table.split('.').map(quoteName).join('.');
    const text = `SELECT ${selected} FROM (SELECT 1 AS one) AS o LEFT JOIN ${from} AS t ON FALSE`;
    const result: readonly ResultColumn[] =
      names.length === 0 ? [{ name: 'one', type: 'integer' }] : names.map((name) => ({ name, type: 'text' }));
    const { values } = await engine.run({ text, parameters: [], columns: result }, signal);
    return names.map((name, index) => [name, String(values[index]?.[0] ?? '')]);
  };
  const whole = await unless('COLUMN_NOT_FOUND', () => unless('TABLE_NOT_FOUND', () => ask(columns)));
  if (whole === 'TABLE_NOT_FOUND') return null;
  if (whole !== 'COLUMN_NOT_FOUND') return { types: new Map(whole), missing: [] };
  const types = new Map<string, string>();
  const missing: string[] = [];
  for (const name of columns) {
    const found = await unless('COLUMN_NOT_FOUND', () => ask([name]));
    if (typeof found === 'string') missing.push(name);
    else for (const [column, type] of found) types.set(column, type);
  }
  return { types, missing };
}

async function unless<T, C extends ProblemCode>(code: C, work: () => Promise<T>): Promise<T | C> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.code === code) return code;
    throw error;
  }
}

/** Kinds of types that read the same way, by the first word of the engine's name. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^u?(tinyint|smallint|integer|bigint|hugeint)\b/, 'integer'],
  [/^decimal\b/, 'decimal'],
  [/^(double|real|float)\b/, 'double'],
  [/^(varchar|char|text|uuid|enum)\b/, 'text'],
  [/^boolean\b/, 'boolean'],
  [/^date\b/, 'date'],
  [/^timestamp.*with time zone/, 'timestamp'],
  [/^timestamp/, 'timestamp'],
  [/^(varbinary|blob|hyperloglog|p4hyperloglog|tdigest)\b/, 'sketch'],
];

const familyOf = (engineType: string): string =>
  FAMILIES.find(([is]) => is.test(engineType.toLowerCase()))?.[1] ?? engineType.toLowerCase();

/** Whether values of the engine's type can be taken for the declared one without a loss or a cast. */
export function fits(declared: DataType, engineType: string): boolean {
  const family = familyOf(engineType);
  if (declared === 'integer' || declared === 'bigint') return family === 'integer';
  if (isDecimal(declared)) return family === 'decimal' || family === 'integer';
  return family === (isSketch(declared) ? 'sketch' : declared);
}
