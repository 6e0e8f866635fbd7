import { posix } from 'node:path';
import { stringify } from 'yaml';
import type { DefinitionText } from '../definitions/read-definitions.js';

/** A dataset to be written. Each guess has a reason, which stands beside it for whoever reads the file first. */
export interface NewDataset {
  readonly name: string;
  readonly table: string;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly note?: string | undefined }[];
  readonly key: readonly string[];
  readonly time?: string | undefined;
  readonly guessed: { readonly key?: string | undefined; readonly time?: string | undefined };
  /** Columns that cannot be declared, with the type that the engine gives them. */
  readonly leftOut: readonly { readonly name: string; readonly engineType: string }[];
  /** What counts its rows, unless that name is taken. */
  readonly count: string | null;
}

/** The text of a file of its own. */
export function datasetText(said: NewDataset, header: string): string {
  const { name, table, description, owner, columns, key, time, guessed, leftOut, count } = said;
  const lines = [
    header,
    pair('dataset', name),
    description === undefined ? '' : pair('description', description),
    owner === undefined ? '' : pair('owner', owner),
    pair('table', table),
    'columns:',
    ...columns.map((column) => `  ${pair(column.name, column.type)}${noted(column.note)}`),
    ...leftOut.map((column) => `  # ${column.name}: ${column.engineType} is no type of columns here`),
    key.length > 0 ? `key: [${key.join(', ')}]${noted(guessed.key)}` : '',
    time === undefined ? '' : `${pair('time', time)}${noted(guessed.time)}`,
    count === null ? '' : `metrics:\n  ${count}:\n    expression: COUNT(*)`,
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

const pair = (key: string, value: string): string => stringify({ [key]: value }, { lineWidth: 0 }).trimEnd();
const noted = (note: string | undefined): string => (note === undefined ? '' : ` # ${note.replaceAll(/\s+/g, ' ')}`);

const SCHEMA = /^# yaml-language-server: \$schema=(\S+)/;

/** The line that names the schema to editors, as the project's other files have it; empty where none has. */
export function headerFor(path: string, files: readonly DefinitionText[]): string {
  for (const { path: other, text } of files) {
    const [, schema] = SCHEMA.exec(text.replace(/^\uFEFF/, '')) ?? [];
    if (schema === undefined) continue;
    const isAddress = /^[a-z]+:/i.test(schema) || schema.startsWith('/');
    const target = isAddress ? schema : posix.relative(posix.dirname(path), posix.join(posix.dirname(other), schema));
    return `# yaml-language-server: $schema=${isAddress || target.startsWith('.') ? target : `./${target}`}`;
  }
  return '';
}
