import { parseExpression } from '../expressions/parser.js';
import type { BinaryOperator, Syntax } from '../expressions/syntax.js';
import { type Problem, ProblemError } from '../problems/problem.js';

/** A condition as the API takes it, with names not looked up yet. */
export type ConditionJson = Readonly<Record<string, unknown>>;

/** What stands on the left of a comparison: a path, a metric, … */
type Subject = Readonly<Record<string, unknown>>;
type SubjectOf = (syntax: Syntax) => Subject | undefined;

/**
 * A condition on rows in the language of the definitions: `member.country IN ('BR', 'DE') AND minutes > 5`.
 * `PERIOD('month', started_at) = DATE '2024-01-01'` cuts a time, `METRIC(plays, member_id) > 3` is a metric's value.
 * @param at the flag that it was given by, for problems
 * @throws INVALID_EXPRESSION, with what stands where a test is expected
 */
export const rowCondition = (text: string, at: string): ConditionJson => read(text, at, rowSubject);

/** A condition on groups: `plays > 10 OR viewers IS NULL`. */
export const groupCondition = (text: string, at: string): ConditionJson => read(text, at, groupSubject);

function read(text: string, at: string, subjectOf: SubjectOf): ConditionJson {
  const parsed = parseExpression(text);
  if ('problem' in parsed) throw refused(parsed.problem.message, at, parsed.problem.hint);
  return conditionOf(parsed.syntax, text, at, subjectOf);
}

const pathOf = (syntax: Syntax): string | undefined => (syntax.kind === 'name' ? syntax.path.join('.') : undefined);

const rowSubject: SubjectOf = (syntax) => {
  const path = pathOf(syntax);
  if (path !== undefined) return { path };
  if (syntax.kind !== 'call') return undefined;
  const [first, second] = syntax.args;
  const [name, per] = [first && pathOf(first), second && pathOf(second)];
  if (syntax.name === 'metric' && name !== undefined && per !== undefined) return { metric: name, per };
  if (syntax.name === 'period' && first?.kind === 'text' && per !== undefined) return { path: per, grain: first.value };
  return undefined;
};

const groupSubject: SubjectOf = (syntax) => {
  const metric = pathOf(syntax);
  return metric === undefined ? undefined : { metric };
};

const KEYS: Partial<Record<BinaryOperator, string>> = {
  '=': 'eq',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

function conditionOf(syntax: Syntax, text: string, at: string, subjectOf: SubjectOf): ConditionJson {
  const below = (part: Syntax): ConditionJson => conditionOf(part, text, at, subjectOf);
  const of = (part: Syntax): string => text.slice(part.start, part.end);
  const subject = (part: Syntax): Subject =>
    subjectOf(part) ?? fail(`"${of(part)}" is not something that can be tested here.`);
  const value = (part: Syntax): unknown =>
    part.kind === 'null'
      ? null
      : (literalOf(part) ?? fail(`"${of(part)}" is not a value: a number, 'text', TRUE or DATE '…'.`));
  const fail = (message: string): never => {
    throw refused(message, at, "Compare a name with a value, such as device = 'tv'; join tests with AND, OR, NOT.");
  };
  const negated = (condition: ConditionJson, isNegated: boolean): ConditionJson =>
    isNegated ? { not: condition } : condition;
  switch (syntax.kind) {
    case 'binary': {
      if (syntax.operator === 'and') return { all: [below(syntax.left), below(syntax.right)] };
      if (syntax.operator === 'or') return { any: [below(syntax.left), below(syntax.right)] };
      const key = KEYS[syntax.operator];
      return key === undefined
        ? fail(`"${syntax.operator}" is not a test.`)
        : { ...subject(syntax.left), is: { [key]: value(syntax.right) } };
    }
    case 'unary':
      return syntax.operator === 'not' ? { not: below(syntax.of) } : fail(`"${of(syntax)}" is not a test.`);
    case 'in':
      return { ...subject(syntax.of), is: { [syntax.negated ? 'notIn' : 'in']: syntax.list.map(value) } };
    case 'between':
      return negated(
        { ...subject(syntax.of), is: { between: { from: value(syntax.from), through: value(syntax.to) } } },
        syntax.negated,
      );
    case 'isNull':
      return { ...subject(syntax.of), is: { isNull: !syntax.negated } };
    case 'like': {
      const test = syntax.pattern.kind === 'text' && !syntax.escape ? likeTest(syntax.pattern.value) : undefined;
      return test === undefined
        ? fail(`"${of(syntax)}": LIKE takes 'text%', '%text' or '%text%' here.`)
        : negated({ ...subject(syntax.of), is: test }, syntax.negated);
    }
    case 'name':
      return { ...subject(syntax), is: { eq: true } };
    default:
      return fail(`"${of(syntax)}" is not a test.`);
  }
}

/** Numbers beyond 2^53 go as text, which loses no digit. */
function literalOf(syntax: Syntax): string | number | boolean | undefined {
  switch (syntax.kind) {
    case 'number':
      return Number.isSafeInteger(Number(syntax.text)) ? Number(syntax.text) : syntax.text;
    case 'unary': {
      const of = syntax.operator === '-' ? literalOf(syntax.of) : undefined;
      return typeof of === 'number' ? -of : of === undefined ? undefined : `-${of}`;
    }
    case 'text':
    case 'boolean':
    case 'date':
    case 'timestamp':
      return syntax.value;
    default:
      return undefined;
  }
}

function likeTest(pattern: string): Readonly<Record<string, unknown>> | undefined {
  const plain = /^(%?)([^%_]*)(%?)$/.exec(pattern);
  if (plain === null) return undefined;
  const [, before, text, after] = plain;
  const key = before && after ? 'contains' : before ? 'endsWith' : after ? 'startsWith' : undefined;
  return key === undefined ? { eq: text } : { [key]: { text } };
}

const refused = (message: string, path: string, hint?: string): ProblemError =>
  new ProblemError([{ code: 'INVALID_EXPRESSION', message, path, hint } as Problem]);
