import {
  AND,
  CONCAT,
  LOWEST,
  NOT,
  ONE_EXPRESSION,
  OPERATORS,
  OR,
  PREDICATE,
  PREDICATE_WORDS,
  RESERVED,
  SIGN,
  STATEMENTS,
  TRAILING_HINTS,
} from './keywords.js';
import { ExpressionError, type ExpressionProblem, fail, type Token, tokenize } from './lexer.js';
import type { BinaryOperator, Syntax } from './syntax.js';
import { firstDeeperThan } from './syntax-depth.js';
import { readDate, readTimestamp } from './temporal-text.js';

export type ParsedExpression = { readonly syntax: Syntax } | { readonly problem: ExpressionProblem };

export const MOST_CHARACTERS = 10_000;
/** Parentheses, calls, CASEs and signs inside one another. */
export const MOST_NESTING = 100;
/** Levels of the tree, so that whoever walks it may do so by recursion. */
export const MOST_LEVELS = 1_000;

/** Reads one SQL expression. It knows the grammar alone: which functions and names exist is looked up later. */
export function parseExpression(text: string): ParsedExpression {
  try {
    if (text.length > MOST_CHARACTERS) {
      fail(MOST_CHARACTERS, `An expression has at most ${MOST_CHARACTERS} characters; this one has ${text.length}.`);
    }
    const tokens = tokenize(text);
    const syntax = new Parser(tokens).whole();
    if (tokens.length > MOST_LEVELS) refuseTooDeep(syntax);
    return { syntax };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.problem };
    throw error;
  }
}

export function refuseTooDeep(syntax: Syntax): void {
  const deep = firstDeeperThan(syntax, MOST_LEVELS);
  if (deep)
    fail(deep.start, `An expression has at most ${MOST_LEVELS} operations in a row.`, 'Group some in parentheses.');
}

type Slim = Syntax extends infer S ? (S extends Syntax ? Omit<S, 'start' | 'end'> : never) : never;

/** Reads tokens; `select-parser.ts` builds on it. */
export class Parser {
  private at = 0;
  private nesting = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Syntax {
    if (this.token.kind === 'end') fail(0, 'The expression is empty.', 'Write an SQL expression such as COUNT(*).');
    const syntax = this.expression(LOWEST);
    const rest = this.token;
    if (rest.kind !== 'end') {
      const isStatement = STATEMENTS.has(this.tokens[0]?.word ?? '');
      const hint = isStatement ? ONE_EXPRESSION : TRAILING_HINTS[rest.word];
      if (rest.word === ')') fail(rest.start, 'There is a ")" too many.');
      fail(rest.start, `The expression should end before ${shown(rest)}.`, hint);
    }
    return syntax;
  }

  protected get token(): Token {
    return this.tokens[this.at] as Token;
  }

  protected peek(ahead: number): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  protected next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  protected is(word: string): boolean {
    return this.token.word === word;
  }

  protected accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.at++;
    return true;
  }

  protected expect(word: string, after: string): Token {
    if (!this.is(word)) this.failHere(`Expected ${word === '(' || word === ')' ? `"${word}"` : word} ${after}`);
    return this.next();
  }

  protected failHere(message: string, hint?: string): never {
    const token = this.token;
    fail(token.start, `${message}, but ${token.kind === 'end' ? 'the text ends' : `found ${shown(token)}`}.`, hint);
  }

  protected nested<T>(parse: () => T): T {
    if (++this.nesting > MOST_NESTING) {
      fail(this.token.start, `An expression nests at most ${MOST_NESTING} levels deep.`);
    }
    const result = parse();
    this.nesting--;
    return result;
  }

  private node(start: number, slim: Slim): Syntax {
    const end = this.tokens[this.at - 1]?.end ?? start;
    return { ...slim, start, end } as Syntax;
  }

  protected expression(atLeast: number): Syntax {
    let left = this.prefix(atLeast);
    let compared = false;
    for (;;) {
      const binds = this.bindsHere();
      if (binds === undefined || binds < atLeast) return left;
      if (binds === PREDICATE) {
        if (compared) {
          fail(this.token.start, 'Comparisons cannot be chained.', 'Join them with AND, or put one in parentheses.');
        }
        compared = true;
        left = this.predicate(left);
      } else if (binds === AND || binds === OR) {
        left = this.chain(left, binds === AND ? 'and' : 'or', binds);
        compared = false;
      } else {
        left = this.binary(left, binds);
      }
    }
  }

  private bindsHere(): number | undefined {
    const { kind, word } = this.token;
    if (kind === 'symbol') return OPERATORS.get(word)?.binds;
    if (kind !== 'word') return undefined;
    if (word === 'AND') return AND;
    if (word === 'OR') return OR;
    if (word === 'NOT') return PREDICATE_WORDS.has(this.peek(1)?.word ?? '') ? PREDICATE : undefined;
    return PREDICATE_WORDS.has(word) ? PREDICATE : undefined;
  }

  private binary(left: Syntax, binds: number): Syntax {
    const token = this.next();
    const { operator } = OPERATORS.get(token.word) as { operator: BinaryOperator };
    if (operator === '=' && this.is('=')) fail(token.start, 'Unexpected "==".', 'Write = for "is equal".');
    return this.node(left.start, { kind: 'binary', operator, left, right: this.expression(binds + 1) });
  }

  private chain(first: Syntax, operator: 'and' | 'or', binds: number): Syntax {
    const terms = [first];
    while (this.accept(operator.toUpperCase())) terms.push(this.expression(binds + 1));
    return joined(terms, operator);
  }

  private predicate(of: Syntax): Syntax {
    if (this.token.kind === 'symbol') return this.binary(of, PREDICATE);
    const negated = this.accept('NOT');
    const { word } = this.next();
    const node = (slim: Slim): Syntax => this.node(of.start, slim);
    switch (word) {
      case 'IS': {
        if (negated) fail(this.token.start, 'Unexpected IS after NOT.', 'Write x IS NOT NULL.');
        const isNot = this.accept('NOT');
        if (!this.accept('NULL')) this.failHere('Expected NULL after IS', 'Compare with = or <> to test other values.');
        return node({ kind: 'isNull', of, negated: isNot });
      }
      case 'IN':
        return this.in(of, negated);
      case 'BETWEEN': {
        const from = this.expression(CONCAT);
        this.expect('AND', 'between the two ends of BETWEEN');
        return node({ kind: 'between', of, from, to: this.expression(CONCAT), negated });
      }
      default: {
        const pattern = this.expression(CONCAT);
        if (!this.accept('ESCAPE')) return node({ kind: 'like', of, pattern, negated });
        return node({ kind: 'like', of, pattern, escape: this.expression(CONCAT), negated });
      }
    }
  }

  private in(of: Syntax, negated: boolean): Syntax {
    this.expect('(', 'after IN');
    if (this.is(')')) fail(this.token.start, 'The list after IN is empty.');
    const list = this.nested(() => this.list());
    this.close();
    return this.node(of.start, { kind: 'in', of, list, negated });
  }

  protected list(): Syntax[] {
    const items = [this.expression(LOWEST)];
    while (this.accept(',')) items.push(this.expression(LOWEST));
    return items;
  }

  protected close(): void {
    this.expect(')', 'to close the parenthesis');
  }

  private prefix(atLeast: number): Syntax {
    const token = this.next();
    const { start } = token;
    switch (token.kind) {
      case 'number':
        return this.node(start, { kind: 'number', text: token.text });
      case 'text':
        return this.node(start, { kind: 'text', value: token.text });
      case 'quoted':
        return this.path(token);
      case 'word':
        return this.word(token, atLeast);
      case 'end':
        return fail(start, 'The expression ends too early.');
      default:
        return this.symbol(token);
    }
  }

  private symbol({ text, start }: Token): Syntax {
    if (text === '(') {
      if (this.is(')')) fail(start, 'The parentheses are empty.');
      const inner = this.nested(() => this.expression(LOWEST));
      this.close();
      return inner;
    }
    if (text === '-') {
      return this.node(start, { kind: 'unary', operator: '-', of: this.nested(() => this.expression(SIGN)) });
    }
    if (text === '+') return this.nested(() => this.expression(SIGN));
    if (text === '*') return fail(start, 'Unexpected "*".', 'A star alone stands in COUNT(*) only.');
    return fail(start, `Expected a value, but found "${text}".`);
  }

  private word(token: Token, atLeast: number): Syntax {
    const { start, word } = token;
    const following = this.token;
    if (following.word === '.') return this.path(token);
    if (following.word === '(' && !RESERVED.has(word)) return this.call(token);
    switch (word) {
      case 'TRUE':
      case 'FALSE':
        return this.node(start, { kind: 'boolean', value: word === 'TRUE' });
      case 'NULL':
        return this.node(start, { kind: 'null' });
      case 'CASE':
        return this.nested(() => this.caseOf(start));
      case 'NOT':
        if (atLeast > NOT) fail(start, 'Unexpected NOT.', 'Put NOT and what it denies in parentheses.');
        return this.node(start, { kind: 'unary', operator: 'not', of: this.nested(() => this.expression(NOT)) });
      case 'DATE':
      case 'TIMESTAMP':
        return following.kind === 'text' ? this.temporal(start, word) : this.path(token);
      case 'INTERVAL':
        if (following.kind !== 'text' && following.kind !== 'number') return this.path(token);
        return fail(start, 'INTERVAL is not supported.', 'Compare with a DATE, or shift a whole metric with offset:.');
      case 'SELECT':
        return fail(start, 'Statements and subqueries are not allowed.', ONE_EXPRESSION);
      default:
        if (RESERVED.has(word)) {
          fail(
            start,
            `Expected a value, but found ${token.text}.`,
            `A name of this spelling stands in double quotes: "${token.text}".`,
          );
        }
        return this.path(token);
    }
  }

  protected path(first: Token): Syntax {
    const path = [first.text];
    while (this.accept('.')) {
      const step = this.token;
      if (step.kind !== 'word' && step.kind !== 'quoted') this.failHere('Expected a name after the dot');
      path.push(this.next().text);
    }
    if (this.is('(')) {
      fail(first.start, `"${path.join('.')}" is a name, not a function.`, 'Functions are written bare: SUM(x).');
    }
    return this.node(first.start, { kind: 'name', path });
  }

  private temporal(start: number, word: 'DATE' | 'TIMESTAMP'): Syntax {
    const text = this.next();
    const value = word === 'DATE' ? readDate(text.text) : readTimestamp(text.text);
    const form = word === 'DATE' ? '2024-01-31' : '2024-01-31 10:00:00';
    if (value === undefined)
      fail(text.start, `${shown(text)} is not a ${word.toLowerCase()}.`, `Write ${word} '${form}'.`);
    return this.node(start, { kind: word === 'DATE' ? 'date' : 'timestamp', value });
  }

  private caseOf(start: number): Syntax {
    const of = this.is('WHEN') ? undefined : this.expression(LOWEST);
    const branches: { when: Syntax; then: Syntax }[] = [];
    while (this.accept('WHEN')) {
      const when = this.expression(LOWEST);
      this.expect('THEN', 'after WHEN and its condition');
      // biome-ignore lint/suspicious/noThenProperty: the word of CASE
      branches.push({ when, then: this.expression(LOWEST) });
    }
    if (branches.length === 0) this.failHere('Expected WHEN after CASE');
    const otherwise = this.accept('ELSE') ? this.expression(LOWEST) : undefined;
    this.expect('END', 'to close CASE');
    return this.node(start, { kind: 'case', ...(of && { of }), branches, ...(otherwise && { otherwise }) });
  }

  private call(token: Token): Syntax {
    this.next();
    return this.nested(() => {
      if (token.word === 'CAST') return this.cast(token.start);
      if (token.word === 'EXTRACT' && this.peek(1)?.word === 'FROM') return this.extract(token.start);
      const distinct = this.accept('DISTINCT');
      const args = this.args(distinct);
      this.close();
      const withinGroup = this.is('WITHIN') ? this.withinGroup() : undefined;
      const where = this.is('FILTER') ? this.filter() : undefined;
      const name = token.text.toLowerCase();
      return this.node(token.start, {
        kind: 'call',
        name,
        args,
        distinct,
        ...(withinGroup && { withinGroup }),
        ...(where && { where }),
      });
    });
  }

  private args(distinct: boolean): readonly Syntax[] {
    if (this.is(')') && !distinct) return [];
    const { start } = this.token;
    if (this.is('*') && this.peek(1)?.word === ')' && !distinct) {
      this.next();
      return [this.node(start, { kind: 'star' })];
    }
    return this.list();
  }

  private cast(start: number): Syntax {
    const of = this.expression(LOWEST);
    this.expect('AS', 'after the value in CAST');
    const type = this.type();
    this.close();
    return this.node(start, { kind: 'cast', of, type });
  }

  /** `decimal(12,2)`, `double`: lower case, without spaces around the numbers. */
  private type(): string {
    if (this.token.kind !== 'word') this.failHere('Expected a type after AS');
    const words: string[] = [];
    while (this.token.kind === 'word') words.push(this.next().text.toLowerCase());
    if (!this.accept('(')) return words.join(' ');
    const sizes: string[] = [];
    do {
      if (!/^\d+$/.test(this.token.text)) this.failHere('Expected a whole number in the type');
      sizes.push(this.next().text);
    } while (this.accept(','));
    this.close();
    return `${words.join(' ')}(${sizes.join(',')})`;
  }

  private extract(start: number): Syntax {
    const field = this.next();
    if (field.kind !== 'word')
      fail(field.start, `Expected a part of time, but found ${shown(field)}.`, 'Such as EXTRACT(YEAR FROM x).');
    const part = this.node(field.start, { kind: 'text', value: field.text.toLowerCase() });
    this.expect('FROM', 'after the part of time');
    const of = this.expression(LOWEST);
    this.close();
    return this.node(start, { kind: 'call', name: 'extract', args: [part, of], distinct: false });
  }

  private withinGroup(): Syntax {
    this.next();
    this.expect('GROUP', 'after WITHIN');
    this.expect('(', 'after WITHIN GROUP');
    this.expect('ORDER', 'after WITHIN GROUP (');
    this.expect('BY', 'after ORDER');
    const by = this.expression(LOWEST);
    this.accept('ASC');
    if (this.is('DESC'))
      fail(this.token.start, 'WITHIN GROUP orders upwards only.', 'Ask for the fraction 1 - p in place of DESC.');
    this.close();
    return by;
  }

  private filter(): Syntax {
    this.next();
    this.expect('(', 'after FILTER');
    this.expect('WHERE', 'after FILTER (');
    const where = this.expression(LOWEST);
    this.close();
    return where;
  }
}

/** Long chains become balanced trees: AND and OR are associative, and two thousand terms then are eleven levels deep. */
const MOST_IN_A_ROW = 64;

function joined(terms: readonly Syntax[], operator: 'and' | 'or'): Syntax {
  const join = (left: Syntax, right: Syntax): Syntax => ({
    kind: 'binary',
    operator,
    left,
    right,
    start: left.start,
    end: right.end,
  });
  if (terms.length <= MOST_IN_A_ROW) return terms.reduce(join);
  const middle = Math.ceil(terms.length / 2);
  return join(joined(terms.slice(0, middle), operator), joined(terms.slice(middle), operator));
}

export function shown(token: Token): string {
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  if (token.kind === 'text') return `'${text}'`;
  return token.kind === 'word' || token.kind === 'number' ? text : `"${text}"`;
}
