import { ProblemError } from '../../problems/problem.js';
import { quoteName } from '../../sql/literals.js';
import type { Cell, Rows, Statement } from '../engine.js';

type Ask = (statement: Statement) => Promise<Rows>;

/** How a table's connector tells its state: by snapshots (Iceberg, Delta), by partitions and files (Hive), or not at all. */
export type Probe =
  | { readonly kind: 'snapshots'; readonly id: string; readonly at: string }
  | { readonly kind: 'files'; readonly partitionColumns: readonly string[] }
  | { readonly kind: 'nothing' };

export interface Seen {
  readonly version: string;
  /** ISO instant. */
  readonly modifiedAt: string | null;
}

/** `"schema"."table$suffix"`: the hidden tables of a table. */
function nameOf(table: string, suffix = ''): string {
  const parts = table.split('.');
  return parts.map((part, index) => quoteName(index === parts.length - 1 ? part + suffix : part)).join('.');
}

export async function probe(ask: Ask, table: string): Promise<Probe> {
  const history = await columnsOf(ask, nameOf(table, '$history'));
  if (history.includes('snapshot_id')) return { kind: 'snapshots', id: 'snapshot_id', at: 'made_current_at' };
  if (history.includes('version')) return { kind: 'snapshots', id: 'version', at: 'timestamp' };
  if (!(await isAnswered(ask, `SELECT "$path", "$file_modified_time" FROM ${nameOf(table)} WHERE FALSE`, 2)))
    return { kind: 'nothing' };
  return { kind: 'files', partitionColumns: await columnsOf(ask, nameOf(table, '$partitions')) };
}

/** Cheap at any size: it asks the metastore alone. */
export async function readPartitions(ask: Ask, table: string, columns: readonly string[]): Promise<string> {
  const row = `ROW(${columns.map(quoteName).join(', ')})`;
  const cells = await oneRow(ask, `SELECT COUNT(*), TO_HEX(CHECKSUM(${row})) FROM ${nameOf(table, '$partitions')}`, 2);
  return cells.map(String).join('-');
}

/** Opens each file of the table, but reads no column of it. A file that is replaced is newer than all others. */
export async function readFiles(ask: Ask, table: string): Promise<Seen> {
  const modified = `CAST(MAX("$file_modified_time") AT TIME ZONE 'UTC' AS TIMESTAMP(3))`;
  return seen(await oneRow(ask, `SELECT TO_HEX(CHECKSUM("$path")), ${modified} FROM ${nameOf(table)}`, 2));
}

export async function readSnapshot(
  ask: Ask,
  table: string,
  { id, at }: Extract<Probe, { kind: 'snapshots' }>,
): Promise<Seen> {
  const text = `SELECT CAST(${quoteName(id)} AS VARCHAR), CAST(${quoteName(at)} AT TIME ZONE 'UTC' AS TIMESTAMP(3)) FROM ${nameOf(table, '$history')} ORDER BY ${quoteName(at)} DESC LIMIT 1`;
  return seen(await oneRow(ask, text, 2));
}

const seen = ([what, at]: readonly Cell[]): Seen => ({
  version: `${what ?? 'empty'}@${at ?? ''}`,
  modifiedAt: at == null ? null : new Date(`${String(at).replace(' ', 'T')}Z`).toISOString(),
});

/** Empty where there is no such table. */
async function columnsOf(ask: Ask, name: string): Promise<string[]> {
  const columns = ['Column', 'Type', 'Extra', 'Comment'].map((label) => ({ name: label, type: 'text' as const }));
  try {
    const { values } = await ask({ text: `SHOW COLUMNS FROM ${name}`, parameters: [], columns });
    return (values[0] ?? []).map(String);
  } catch (error) {
    if (codeOf(error) === 'TABLE_NOT_FOUND') return [];
    throw error;
  }
}

async function isAnswered(ask: Ask, text: string, columns: number): Promise<boolean> {
  try {
    await ask(textStatement(text, columns));
    return true;
  } catch (error) {
    if (codeOf(error) === 'COLUMN_NOT_FOUND') return false;
    throw error;
  }
}

async function oneRow(ask: Ask, text: string, columns: number): Promise<readonly Cell[]> {
  const { values } = await ask(textStatement(text, columns));
  return values.map((column) => column[0] ?? null);
}

const textStatement = (text: string, columns: number): Statement => ({
  text,
  parameters: [],
  columns: Array.from({ length: columns }, (_, index) => ({ name: String(index), type: 'text' })),
});

const codeOf = (error: unknown): string | undefined =>
  error instanceof ProblemError ? error.problems[0]?.code : undefined;
