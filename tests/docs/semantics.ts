import { readFileSync } from 'node:fs';
import { type Document, isMap, parseAllDocuments, stringify } from 'yaml';
import type { DefinitionText } from '../../src/definitions/read-definitions.js';
import type { SuiteTable, SuiteValue } from '../cases/suite.js';
import { type Block, blocksOf } from './page.js';
import { readShownTable } from './shown-table.js';

const PAGE = 'docs/semantics.md';

/** A rule of the page, and what it shows. */
export interface Rule {
  readonly id: string;
  readonly examples: readonly RuleExample[];
}

export interface RuleExample {
  readonly title: string;
  /** Definitions of the section, with those that the rule adds. */
  readonly definitions: readonly DefinitionText[];
  readonly question: string;
  readonly answer: Block;
}

export interface Section {
  readonly title: string;
  readonly tables: Readonly<Record<string, SuiteTable>>;
  readonly rules: readonly Rule[];
}

/** Sections that have tables, with the examples of their rules. */
export function readSemantics(): readonly Section[] {
  const parts = splitAt(readFileSync(PAGE, 'utf8'), '## ');
  return parts.map(readSection).filter(({ rules }) => rules.length > 0);
}

/** Parts of a page that begin with this mark, by their line; fenced blocks are looked through. */
function splitAt(text: string, mark: string): readonly string[] {
  return text.split(new RegExp(`^(?=${mark})`, 'm')).filter((part) => part.startsWith(mark));
}

function readSection(text: string): Section {
  const [head = '', ...parts] = text.split(/^(?=### )/m);
  const tables = blocksOf(text).filter(({ language }) => language === 'tables');
  return {
    title: titleOf(head, '## '),
    tables: Object.fromEntries(tables.flatMap((block) => block.text.split(/\n\n+/).map(readNamedTable))),
    rules: parts.map((part) => readRule(part, yamlOf(head))),
  };
}

function readRule(text: string, shared: readonly string[]): Rule {
  const id = /^### (\w+)/.exec(text)?.[1] ?? '';
  const blocks = blocksOf(text);
  const definitions = mergedFiles([...shared, ...yamlOf(text)]);
  const examples = blocks.flatMap((block, index) => {
    const answer = blocks[index + 1];
    if (block.language !== 'graphql') return [];
    if (answer === undefined) throw new Error(`An example of ${id} has no answer.`);
    return [{ title: `${id}: ${oneLine(block.text)}`, definitions, question: block.text, answer }];
  });
  return { id, examples };
}

const titleOf = (text: string, mark: string): string => text.slice(mark.length, text.indexOf('\n'));

const yamlOf = (text: string): readonly string[] =>
  blocksOf(text).flatMap((block) => (block.language === 'yaml' ? [block.text] : []));

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** `name`, then the table: its columns are `name type`. */
function readNamedTable(text: string): readonly [string, SuiteTable] {
  const [name = '', ...lines] = text.split('\n');
  const { columns, rows } = readShownTable(lines.join('\n'));
  return [
    name,
    {
      columns: columns.map((column): [string, string] => {
        const [as = '', ...type] = column.split(' ');
        return [as, type.join(' ')];
      }),
      rows: rows as readonly (readonly SuiteValue[])[],
    },
  ];
}

type Keys = Record<string, unknown>;

/** What a rule writes under the name of a dataset is added to that dataset; a link or metric of that name is replaced. */
function mergedFiles(texts: readonly string[]): readonly DefinitionText[] {
  const files = new Map<string, Keys>();
  for (const document of texts.flatMap((text) => parseAllDocuments(text) as readonly Document[])) {
    if (document.errors[0]) throw document.errors[0];
    if (!isMap(document.contents)) continue;
    const file = document.toJS() as Keys;
    const path = String(file.dataset ?? file.view ?? 'calendar');
    files.set(path, merged(files.get(path) ?? {}, file));
  }
  return [...files].map(([path, file]) => ({ path: `metrics/${path}.yaml`, text: stringify(file, { lineWidth: 0 }) }));
}

const merged = (before: Keys, added: Keys): Keys =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(added)])].map((key) => {
      const [old, now] = [before[key], added[key]];
      return [key, isKeys(old) && isKeys(now) ? { ...old, ...now } : (now ?? old)];
    }),
  );

const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value);
