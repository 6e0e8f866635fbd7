import { readFileSync } from 'node:fs';
import { isMap, parseAllDocuments, stringify } from 'yaml';
import type { DefinitionText } from '../../src/definitions/read-definitions.js';
import type { SuiteTable } from '../cases/suite.js';
import { type Block, blocksOf } from './page.js';
import { readShownTable } from './shown-table.js';

/** Rules over one set of tables. */
export interface Section {
  readonly title: string;
  readonly tables: Readonly<Record<string, SuiteTable>>;
  readonly rules: readonly Rule[];
}

/** A rule of the page, and what it shows. */
export interface Rule {
  readonly id: string;
  /** Those of the section, with what the rule adds. */
  readonly definitions: readonly DefinitionText[];
  readonly examples: readonly RuleExample[];
}

export interface RuleExample {
  readonly question: string;
  /** A block `rows`, `refused` or `json`. */
  readonly answer: Block;
}

/** The sections of a page that hold rules. */
export const readSemantics = (file: string): readonly Section[] =>
  readFileSync(file, 'utf8')
    .split(/^(?=## )/m)
    .map(readSection)
    .filter(({ rules }) => rules.length > 0);

function readSection(text: string): Section {
  const [head = '', ...rules] = text.split(/^(?=### )/m);
  const tables = blocksOf(text).filter(({ language }) => language === 'tables');
  return {
    title: head.slice('## '.length, head.indexOf('\n')),
    tables: Object.fromEntries(tables.flatMap((block) => block.text.split(/\n\n+/).map(readTable))),
    rules: rules.map((rule) => readRule(rule, yamlOf(head))),
  };
}

/** The name of a table, then its rows under columns that are written `name type`. */
function readTable(text: string): readonly [string, SuiteTable] {
  const [name = '', ...lines] = text.split('\n');
  const shown = readShownTable(lines.join('\n'));
  const columns = shown.columns.map(readColumn);
  const rows = shown.rows.map((row) =>
    row.map((cell, at) => (columns[at]?.[1] === 'boolean' && cell !== null ? cell === 'true' : cell)),
  );
  return [name, { columns, rows }];
}

const readColumn = (text: string): readonly [string, string] => {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
};

function readRule(text: string, shared: readonly string[]): Rule {
  const id = /^### (\w+)/.exec(text)?.[1] ?? '';
  const blocks = blocksOf(text);
  const examples = blocks.flatMap((block, index) => {
    if (block.language !== 'graphql') return [];
    const answer = blocks[index + 1];
    if (answer === undefined) throw new Error(`An example of ${id} has no answer.`);
    return [{ question: block.text, answer }];
  });
  return { id, definitions: mergedFiles([...shared, ...yamlOf(text)]), examples };
}

const yamlOf = (text: string): readonly string[] =>
  blocksOf(text).flatMap((block) => (block.language === 'yaml' ? [block.text] : []));

type Keys = Record<string, unknown>;

/** What a rule writes under the name of a dataset is added to that dataset. */
function mergedFiles(texts: readonly string[]): readonly DefinitionText[] {
  const files = new Map<string, Keys>();
  for (const document of texts.flatMap((text) => [...parseAllDocuments(text)])) {
    if (document.errors?.[0]) throw document.errors[0];
    if (!isMap(document.contents)) continue;
    const file = document.toJS() as Keys;
    const name = String(file.dataset ?? file.view ?? 'calendar');
    files.set(name, merged(files.get(name) ?? {}, file));
  }
  return [...files].map(([name, file]) => ({
    path: `metrics/${name}.yaml`,
    text: stringify(file, { lineWidth: 0 }),
  }));
}

function merged(before: Keys, added: Keys): Keys {
  const entries = Object.entries(added).map(([key, now]) => {
    const old = before[key];
    return [key, isKeys(old) && isKeys(now) ? { ...old, ...now } : now];
  });
  return { ...before, ...Object.fromEntries(entries) };
}

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value);
