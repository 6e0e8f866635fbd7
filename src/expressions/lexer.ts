/** A piece of expression text. `text` is decoded for quoted names and texts; `word` is its upper case, for keywords. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'text' | 'symbol' | 'end';
  readonly text: string;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with expression text, and at which offset. */
export interface ExpressionProblem {
  readonly message: string;
  readonly offset: number;
  readonly hint?: string | undefined;
}

export class ExpressionError extends Error {
  constructor(readonly problem: ExpressionProblem) {
    super(problem.message);
  }
}

export function fail(offset: number, message: string, hint?: string): never {
  throw new ExpressionError({ message, offset, hint });
}

const SPACE = /[ \t\r\n\f]+/y;
const TOKEN =
  /([\p{L}_][\p{L}\p{M}\p{N}_]*)|((?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|'([^']*(?:''[^']*)*)'|"([^"]*(?:""[^"]*)*)"|(<>|!=|<=|>=|\|\||[-+*/%=<>(),.])/uy;
const GLUED = /[\p{L}\p{N}_.]/uy;

/** @throws ExpressionError at the first character that no token begins with */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    refuseComment(text, at);
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) refuseCharacter(text, at);
    const end = TOKEN.lastIndex;
    tokens.push(tokenOf(match, at, end));
    if (match[2] !== undefined && isGlued(text, end)) {
      fail(at, 'A number is malformed.', 'Numbers are 1, 1.5, .5 or 1e3; names start with a letter.');
    }
    at = skipSpace(text, end);
  }
  tokens.push({ kind: 'end', text: '', word: '', start: text.length, end: text.length });
  return tokens;
}

function tokenOf(match: RegExpExecArray, start: number, end: number): Token {
  const [, word, number, text, quoted, symbol] = match;
  if (word !== undefined) return { kind: 'word', text: word, word: word.toUpperCase(), start, end };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, word: symbol, start, end };
  if (number !== undefined) return { kind: 'number', text: number, word: '', start, end };
  if (text !== undefined) {
    if (text.includes('\0')) fail(start, 'A text holds the character NUL.');
    return { kind: 'text', text: text.replaceAll("''", "'"), word: '', start, end };
  }
  const name = (quoted ?? '').replaceAll('""', '"');
  if (name === '') fail(start, 'A quoted name is empty.', "Texts stand in single quotes: ''.");
  return { kind: 'quoted', text: name, word: '', start, end };
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return SPACE.test(text) ? SPACE.lastIndex : at;
}

function isGlued(text: string, at: number): boolean {
  GLUED.lastIndex = at;
  return GLUED.test(text);
}

function refuseComment(text: string, at: number): void {
  if (text.startsWith('--', at)) {
    fail(at, '"--" starts a comment, and expressions have none.', 'For minus a negative number write a - (-1).');
  }
  if (text.startsWith('/*', at)) fail(at, '"/*" starts a comment, and expressions have none.');
}

/** What people write out of habit from other dialects, and what to write here. */
const HINTS: Record<string, string> = {
  ';': 'An expression is one value, not a statement: leave the ";" out.',
  ':': 'To change a type write CAST(x AS type).',
  '`': 'Names that need quotes stand in double quotes: "name".',
  '[': 'Lists stand in parentheses: x IN (1, 2).',
  '{': 'There are no templates: write the expression itself.',
  '?': 'There are no parameters: write the value itself.',
  $: 'There are no parameters: write the value itself.',
  '@': 'There are no parameters: write the value itself.',
  '!': 'Write NOT, or <> for "is not equal".',
  '&': 'Write AND.',
  '|': 'Write OR, or || to join texts.',
  '^': 'Write POWER(x, y).',
  '#': 'Expressions have no comments.',
  '“': "Use plain quotes: 'text'.",
  '”': "Use plain quotes: 'text'.",
  '‘': "Use plain quotes: 'text'.",
  '’': "Use plain quotes: 'text'.",
};

function refuseCharacter(text: string, at: number): never {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === "'") fail(at, 'A text is not closed.', "A quote inside a text is doubled: 'it''s'.");
  if (character === '"') fail(at, 'A quoted name is not closed.', 'Quoted names end with ".');
  fail(at, `Unexpected character ${JSON.stringify(character)}.`, HINTS[character]);
}
