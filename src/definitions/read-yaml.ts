import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import type { Problem } from '../problems/problem.js';
import { growTree } from './grow-tree.js';
import type { SourceFile } from './source-file.js';
import type { Tree } from './tree.js';

/** YAML 1.2 alone, whatever the file says: no merge keys, no `yes` for true. Equal keys are found by `growTree`. */
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Errors told per document: after the first few they follow from one another. */
const MOST_ERRORS = 5;
const MOST_ERROR_TOKENS = 100;
const MOST_DOCUMENTS = 10_000;
/** Before one document; YAML knows two. */
const MOST_DIRECTIVES = 100;
/** Words, marks and spaces: a thousand lines have ten thousand or so. */
const MOST_LEXEMES = 500_000;
const MOST_BRACKETS = 50;
const TOO_DEEP = 'Maps and lists nest too deeply.';

const HINTS: Partial<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Line it up with the keys beside it; inside brackets each line is indented.',
  BAD_SCALAR_START: 'Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A text with ": " in it stands in quotes.',
  MULTILINE_IMPLICIT_KEY: 'A key stands on one line and ends with ":".',
  MISSING_CHAR: 'A bracket, quote, comma or colon is missing here or before.',
  BAD_ALIAS: 'Put a text that starts with * or & in quotes.',
  TAG_RESOLVE_FAILED: 'Leave the tag out, or put a text that starts with ! in quotes.',
};

/** The documents of a file as trees; a document that is not YAML becomes problems, the others go on. */
export function readYaml(source: SourceFile, report: (problem: Problem) => void): Tree[] {
  const trees: Tree[] = [];
  for (const document of documentsOf(source, report)) {
    const faults = worthTelling([...document.errors, ...document.warnings]);
    for (const fault of faults) {
      report({
        code: 'INVALID_YAML',
        message: fault.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : endWithDot(fault.message),
        at: source.place(fault.pos[0]),
        hint: HINTS[fault.code],
      });
    }
    if (faults.length > 0) continue;
    const tree = growTree(document, source, report);
    if (tree !== undefined) trees.push(tree);
  }
  return trees;
}

/** The first few, without those that follow from a lack of stack. */
function worthTelling<T extends { readonly code: string }>(faults: readonly T[]): readonly T[] {
  const exhausted = faults.find((fault) => fault.code === 'RESOURCE_EXHAUSTION');
  return exhausted ? [exhausted] : faults.slice(0, MOST_ERRORS);
}

function documentsOf(source: SourceFile, report: (problem: Problem) => void): Document[] {
  const composer = new Composer(OPTIONS);
  const refuse = (message: string, offset: number): void =>
    report({ code: 'INVALID_YAML', message, at: source.place(offset) });
  try {
    const documents = [...composer.compose(tokensOf(source, refuse))];
    // Errors belong to the document that follows them; where none does, nobody else would tell them.
    const orphans = documents.length > 0 ? [] : composer.streamInfo().errors;
    for (const error of orphans.slice(0, MOST_ERRORS)) refuse(endWithDot(error.message), error.pos[0]);
    return documents;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(TOO_DEEP, 0);
    return [];
  }
}

/** Ends before its time where a file is junk, so that a megabyte of it costs no minute. */
function* tokensOf(source: SourceFile, refuse: (message: string, offset: number) => void): Generator<CST.Token> {
  const parser = new Parser();
  let [lexemes, errors, brackets, documents, directives] = [0, 0, 0, 0, 0];
  for (const lexeme of new Lexer().lex(source.text)) {
    if (lexeme === '[' || lexeme === '{') brackets++;
    else if (lexeme === ']' || lexeme === '}') brackets--;
    const tooMuch =
      brackets > MOST_BRACKETS ? TOO_DEEP : ++lexemes > MOST_LEXEMES ? 'The file is too long.' : undefined;
    if (tooMuch !== undefined) return refuse(tooMuch, parser.offset);
    for (const token of parser.next(lexeme)) {
      if (token.type === 'document') {
        directives = 0;
        if (++documents > MOST_DOCUMENTS) return refuse('The file has too many documents.', token.offset);
      }
      if (token.type === 'directive' && ++directives > MOST_DIRECTIVES)
        return refuse('A document has too many directives.', token.offset);
      yield token;
      if (token.type === 'error' && ++errors >= MOST_ERROR_TOKENS) return;
    }
  }
  yield* parser.end();
}

const endWithDot = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
