import { lowerCase } from './lower-case.js';
import { Refused } from './refused.js';
import { type Token, tokenize } from './tokens.js';
import {
  arithmetic,
  coerce,
  compareValues,
  Exact,
  exactText,
  integer,
  keyOf,
  parseDay,
  parseExact,
  parseStamp,
  toNumber,
  type Value,
  writeValue,
} from './values.js';

/** Where an expression is evaluated: the value of a name, and for a grouped SELECT the members of the group. */
export interface Env {
  column(name: string, qualifier?: string): Value;
  members?: Env[];
}
/** A parsed expression is a function of its surroundings. */
export type Expression = (env: Env) => Value;

const negate = (v: Value): Value => (v === null ? null : v === false);
const and = (a: Value, b: Value): Value =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: Value, b: Value): Value => (a === true || b === true ? true : a === null || b === null ? null : false);

export function comparison(op: string, a: Value, b: Value): boolean | null {
  if (a === null || b === null) return null;
  const order = compareValues(a, b);
  if (op === '=') return order === 0;
  if (op === '!=' || op === '<>') return order !== 0;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
}

function like(value: Value, pattern: Value): Value {
  if (value === null || pattern === null) return null;
  const source = String(pattern).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${source.replace(/%/g, '.*').replace(/_/g, '.')}$`, 'su').test(String(value));
}

const asText = (v: Value): string => (v instanceof Exact ? exactText(v) : String(writeValue(v)));
const strict =
  (f: (...args: NonNullable<Value>[]) => Value) =>
  (...args: Value[]): Value =>
    args.some((a) => a === null) ? null : f(...(args as NonNullable<Value>[]));

const FUNCTIONS: Record<string, (...args: Value[]) => Value> = {
  coalesce: (...args) => args.find((a) => a !== null) ?? null,
  nullif: (a = null, b = null) => (a !== null && b !== null && compareValues(a, b) === 0 ? null : a),
  abs: strict((a) =>
    a instanceof Exact ? new Exact(a.unscaled < 0n ? -a.unscaled : a.unscaled, a.scale) : Math.abs(toNumber(a)),
  ),
  lower: strict((a) => lowerCase(String(a))),
  upper: strict((a) => String(a).toUpperCase()),
  length: strict((a) => integer([...String(a)].length)),
  concat: (...args) =>
    args
      .filter((a) => a !== null)
      .map(asText)
      .join(''),
};

const sum = (values: Value[]): Value => values.reduce((a, b) => arithmetic('+', a, b), integer(0));
/** Aggregates in the SELECT list of a dataset's sql. */
const AGGREGATES: Record<string, (values: Value[]) => Value> = {
  count: (values) => integer(values.length),
  sum: (values) => (values.length === 0 ? null : sum(values)),
  min: (values) => values.reduce((a, b) => (a === null || compareValues(b, a) < 0 ? b : a), null),
  max: (values) => values.reduce((a, b) => (a === null || compareValues(b, a) > 0 ? b : a), null),
  avg: (values) => (values.length === 0 ? null : toNumber(sum(values)) / values.length),
};

/** Reads SQL from left to right; each method stands for one level of precedence. */
export class Parser {
  private at = 0;
  aggregates = false;
  private readonly tokens: Token[];

  constructor(readonly text: string) {
    this.tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: 'end', text: '' };
  }
  next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }
  /** Takes the words when they are next. */
  take(...words: string[]): boolean {
    const found = words.every((word, i) =>
      this.peek(i).kind === 'word' || this.peek(i).kind === 'sign' ? this.peek(i).text.toLowerCase() === word : false,
    );
    if (found) this.at += words.length;
    return found;
  }
  expect(word: string): void {
    if (!this.take(word)) throw new Refused('SYNTAX', `expected ${word} before "${this.peek().text}" in ${this.text}`);
  }
  name(): string {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'name') throw new Refused('SYNTAX', `"${token.text}" is no name`);
    return token.text;
  }

  expression(): Expression {
    let left = this.conjunction();
    while (this.take('or')) left = both(or, left, this.conjunction());
    return left;
  }
  private conjunction(): Expression {
    let left = this.negation();
    while (this.take('and')) left = both(and, left, this.negation());
    return left;
  }
  private negation(): Expression {
    if (!this.take('not')) return this.predicate();
    const inner = this.negation();
    return (env) => negate(inner(env));
  }
  private predicate(): Expression {
    const left = this.sum();
    if (this.take('is')) {
      const not = this.take('not');
      const word = this.next().text.toLowerCase();
      const test = (v: Value) => (word === 'null' ? v === null : v === (word === 'true'));
      return (env) => test(left(env)) !== not;
    }
    const not = this.take('not');
    const positive = this.comparisonAfter(left);
    if (!positive) return left;
    return not ? (env) => negate(positive(env)) : positive;
  }
  private comparisonAfter(left: Expression): Expression | undefined {
    if (this.take('between')) {
      const low = this.sum();
      this.expect('and');
      const high = this.sum();
      return (env) => and(comparison('>=', left(env), low(env)), comparison('<=', left(env), high(env)));
    }
    if (this.take('in')) {
      const list = this.list();
      return (env) => list.reduce<Value>((found, item) => or(found, comparison('=', left(env), item(env))), false);
    }
    if (this.take('like')) return both(like, left, this.sum());
    const op = ['=', '!=', '<>', '<=', '>=', '<', '>'].find((sign) => this.take(sign));
    return op === undefined ? undefined : both((a, b) => comparison(op, a, b), left, this.sum());
  }
  private list(): Expression[] {
    this.expect('(');
    const items: Expression[] = [];
    if (this.take(')')) return items;
    do items.push(this.expression());
    while (this.take(','));
    this.expect(')');
    return items;
  }
  private sum(): Expression {
    let left = this.product();
    for (;;) {
      const op = ['+', '-', '||'].find((sign) => this.take(sign));
      if (op === undefined) return left;
      left = both(
        op === '||' ? strict((a, b) => asText(a) + asText(b)) : (a, b) => arithmetic(op, a, b),
        left,
        this.product(),
      );
    }
  }
  private product(): Expression {
    let left = this.unary();
    for (;;) {
      const op = ['*', '/', '%'].find((sign) => this.take(sign));
      if (op === undefined) return left;
      left = both((a, b) => arithmetic(op, a, b), left, this.unary());
    }
  }
  private unary(): Expression {
    if (this.take('+')) return this.unary();
    if (!this.take('-')) return this.primary();
    const inner = this.unary();
    return (env) => arithmetic('-', integer(0), inner(env));
  }
  private primary(): Expression {
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.take('case')) return this.caseExpression();
    if (this.take('null')) return () => null;
    if (this.take('true')) return () => true;
    if (this.take('false')) return () => false;
    const token = this.next();
    if (token.kind === 'number') {
      const value = parseExact(token.text);
      return () => value;
    }
    if (token.kind === 'text') return () => token.text;
    if (token.kind !== 'word' && token.kind !== 'name') throw new Refused('SYNTAX', `"${token.text}" in ${this.text}`);
    const word = token.text.toLowerCase();
    if ((word === 'date' || word === 'timestamp') && token.kind === 'word' && this.peek().kind === 'text') {
      const value = (word === 'date' ? parseDay : parseStamp)(this.next().text);
      return () => value;
    }
    if (token.kind === 'word' && this.peek().text === '(' && this.peek().kind === 'sign') return this.call(word);
    if (!this.take('.')) return (env) => env.column(token.text);
    const column = this.name();
    return (env) => env.column(column, token.text);
  }
  private call(name: string): Expression {
    if (name === 'cast') {
      this.expect('(');
      const inner = this.expression();
      this.expect('as');
      let type = this.name().toLowerCase();
      if (this.peek().text === '(') while (!type.endsWith(')')) type += this.next().text;
      const declared = { varchar: 'text', int: 'integer' }[type] ?? type;
      this.expect(')');
      return (env) => (declared === 'text' ? strict(asText)(inner(env)) : coerce(inner(env), declared));
    }
    const aggregate = this.aggregates ? AGGREGATES[name] : undefined;
    if (aggregate) return this.aggregate(aggregate);
    const f = FUNCTIONS[name];
    if (!f) throw new Refused('UNKNOWN_FUNCTION', name);
    const args = this.list();
    return (env) => f(...args.map((arg) => arg(env)));
  }
  private aggregate(f: (values: Value[]) => Value): Expression {
    this.expect('(');
    const distinct = this.take('distinct');
    const inner: Expression = this.take('*') ? () => true : this.expression();
    this.expect(')');
    return (env) => {
      const values = (env.members ?? []).map(inner).filter((v) => v !== null);
      return f(distinct ? [...new Map(values.map((v) => [keyOf(v), v])).values()] : values);
    };
  }
  private caseExpression(): Expression {
    const subject = this.peek().text.toLowerCase() === 'when' ? undefined : this.expression();
    const arms: [when: Expression, then: Expression][] = [];
    while (this.take('when')) {
      const when = this.expression();
      this.expect('then');
      arms.push([subject ? both((a, b) => comparison('=', a, b), subject, when) : when, this.expression()]);
    }
    const otherwise = this.take('else') ? this.expression() : () => null;
    this.expect('end');
    return (env) => (arms.find(([when]) => when(env) === true)?.[1] ?? otherwise)(env);
  }
}

const both =
  (f: (a: Value, b: Value) => Value, left: Expression, right: Expression): Expression =>
  (env) =>
    f(left(env), right(env));

const parsed = new Map<string, Expression>();

export function parseExpression(text: string): Expression {
  let expression = parsed.get(text);
  if (!expression) {
    const parser = new Parser(text);
    expression = parser.expression();
    if (parser.peek().kind !== 'end') throw new Refused('SYNTAX', `"${parser.peek().text}" in ${text}`);
    parsed.set(text, expression);
  }
  return expression;
}
