import { createHash } from 'node:crypto';
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

/** How many partitions there are, and what tells this list of them from any other. It asks the metastore alone. */
export async function readPartitions(
  ask: Ask,
  table: string,
  columns: readonly string[],
): Promise<{ readonly count: number; readonly version: string }> {
  const row = `ROW(${columns.map(quoteName).join(', ')})`;
  const cells = await oneRow(ask, `SELECT COUNT(*), TO_HEX(CHECKSUM(${row})) FROM ${nameOf(table, '$partitions')}`, 2);
  return { count: Number(cells[0]), version: cells.map(String).join('-') };
}

/** The partitions themselves, each as a JSON list of texts. */
export async function listPartitions(ask: Ask, table: string, columns: readonly string[]): Promise<readonly string[]> {
  const text = `SELECT ${asTexts(columns).join(', ')} FROM ${nameOf(table, '$partitions')}`;
  const { values, rowCount } = await ask(textStatement(text, columns.length));
  return Array.from({ length: rowCount }, (_, row) => partAt(values, row));
}

/** Opens each file of the table, but reads no column of it. A file that is replaced is newer than all others. */
export async function readFiles(ask: Ask, table: string): Promise<Seen> {
  return seen(await oneRow(ask, `SELECT ${FILES} FROM ${nameOf(table)}`, 2));
}

/** The same by partition, as `listPartitions` names them. */
export async function readFilesOfPartitions(
  ask: Ask,
  table: string,
  columns: readonly string[],
): Promise<Seen & { readonly states: ReadonlyMap<string, string> }> {
  const text = `SELECT ${[...asTexts(columns), FILES].join(', ')} FROM ${nameOf(table)} GROUP BY ${columns.map(quoteName).join(', ')}`;
  const { values, rowCount } = await ask(textStatement(text, columns.length + 2));
  const [files, times] = [values[columns.length] ?? [], values[columns.length + 1] ?? []];
  const states = Array.from(
    { length: rowCount },
    (_, row) => [partAt(values.slice(0, columns.length), row), `${files[row]}@${times[row]}`] as const,
  ).sort(([a], [b]) => (a < b ? -1 : 1));
  const latest = times.map(String).reduce((a, b) => (a > b ? a : b), '');
  const hash = createHash('sha1').update(JSON.stringify(states)).digest('hex').slice(0, 20);
  return { ...seen([hash, latest || null]), states: new Map(states) };
}

const FILES = `TO_HEX(CHECKSUM("$path")), CAST(MAX("$file_modified_time") AT TIME ZONE 'UTC' AS TIMESTAMP(3))`;
const asTexts = (columns: readonly string[]): readonly string[] =>
  columns.map((column) => `CAST(${quoteName(column)} AS VARCHAR)`);
const partAt = (values: Rows['values'], row: number): string =>
  JSON.stringify(values.map((column) => (column[row] == null ? null : String(column[row]))));

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
