import { type Document, Lexer, parseAllDocuments, Scalar, visit } from 'yaml';
import { orderKeys } from './key-order.js';

const READ = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, logLevel: 'silent' } as const;
const WIDTH = 120;

/**
 * The text of a definition file as all are laid out: keys in order, two spaces a step, lines of 120 characters, the lines of
 * block texts as they were. Null where that would lose a comment or say something else: then the text stays.
 */
export function laidOut(text: string): string | null {
  const documents = documentsOf(text);
  if (documents === null) return null;
  const out = print(text, documents);
  const again = documentsOf(out);
  if (again === null || comments(out) !== comments(text) || meaning(again) !== meaning(documentsOf(text) ?? []))
    return null;
  return print(out, again) === out ? out : null;
}

function documentsOf(text: string): readonly Document.Parsed[] | null {
  const documents = parseAllDocuments(text, READ);
  return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0) ? documents : null;
}

function print(text: string, documents: readonly Document.Parsed[]): string {
  const blocks: string[] = [];
  const parts = documents.map((document) => {
    visit(document, {
      Scalar: (_, node) => {
        if (node.type !== Scalar.BLOCK_FOLDED && node.type !== Scalar.BLOCK_LITERAL) return;
        const [start, end] = node.range ?? [0, 0];
        node.value = `${HELD}${blocks.push(text.slice(start, end)) - 1}_`;
        node.type = Scalar.PLAIN;
      },
    });
    orderKeys(document);
    return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
  });
  return parts
    .join('')
    .split('\n')
    .map((line) => withBlock(line, blocks))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** Stands for a block text while the rest is printed. */
const HELD = '__block_text_';

/** The lines of a block text under its key, a step further in; the lines themselves are as they were. */
function withBlock(line: string, blocks: readonly string[]): string {
  const at = line.indexOf(HELD);
  if (at === -1) return line;
  const [header = '', ...lines] = (blocks[Number.parseInt(line.slice(at + HELD.length), 10)] ?? '')
    .trimEnd()
    .split(/\r?\n/);
  const indent = Math.min(...lines.filter((each) => each.trim()).map((each) => each.search(/\S/)));
  const step = (/^[ -]*/.exec(line)?.[0].length ?? 0) + 2;
  const moved = lines.map((each) => (each.trim() ? ' '.repeat(step) + each.slice(indent) : ''));
  return [line.slice(0, at) + header, ...moved].join('\n');
}

const comments = (text: string): string =>
  [...new Lexer().lex(text)]
    .filter((lexeme) => lexeme.startsWith('#'))
    .map((each) => each.trimEnd())
    .sort()
    .join('\n');

/** What is said, whatever the order of keys. */
const meaning = (documents: readonly Document.Parsed[]): string =>
  JSON.stringify(
    documents.map((document) => document.toJS() as unknown),
    (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );
