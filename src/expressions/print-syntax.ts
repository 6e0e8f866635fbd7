import { AND, CONCAT, LOWEST, NOT, OPERATORS, OR, PREDICATE, RESERVED, SIGN } from './keywords.js';
import type { Syntax } from './syntax.js';

/** Text that the parser reads as this very tree, with no more parentheses than it needs. */
export const printSyntax = (node: Syntax): string => print(node, LOWEST);

function print(node: Syntax, atLeast: number): string {
  const text = bare(node);
  return bindsOf(node) < atLeast ? `(${text})` : text;
}

/** Above every operator: what needs no parentheses anywhere. */
const TIGHTEST = SIGN + 1;

function bindsOf(node: Syntax): number {
  switch (node.kind) {
    case 'binary':
      return operatorBinds(node.operator);
    case 'unary':
      return node.operator === 'not' ? NOT : SIGN;
    case 'in':
    case 'between':
    case 'like':
    case 'isNull':
      return PREDICATE;
    default:
      return TIGHTEST;
  }
}

const operatorBinds = (operator: string): number =>
  operator === 'and' ? AND : operator === 'or' ? OR : (OPERATORS.get(operator)?.binds ?? PREDICATE);

function bare(node: Syntax): string {
  const not = 'negated' in node && node.negated ? ' NOT' : '';
  const operand = (of: Syntax): string => print(of, CONCAT);
  switch (node.kind) {
    case 'name':
      return nameText(node.path);
    case 'number':
      return node.text;
    case 'text':
      return quote(node.value);
    case 'boolean':
      return String(node.value).toUpperCase();
    case 'null':
      return 'NULL';
    case 'star':
      return '*';
    case 'date':
    case 'timestamp':
      return `${node.kind.toUpperCase()} ${quote(node.value)}`;
    case 'unary':
      return node.operator === 'not' ? `NOT ${print(node.of, NOT)}` : minus(print(node.of, SIGN));
    case 'binary': {
      const binds = operatorBinds(node.operator);
      const left = print(node.left, binds === PREDICATE ? CONCAT : binds);
      return `${left} ${node.operator.toUpperCase()} ${print(node.right, binds + 1)}`;
    }
    case 'in':
      return `${operand(node.of)}${not} IN (${listText(node.list)})`;
    case 'between':
      return `${operand(node.of)}${not} BETWEEN ${operand(node.from)} AND ${operand(node.to)}`;
    case 'like':
      return `${operand(node.of)}${not} LIKE ${operand(node.pattern)}${node.escape ? ` ESCAPE ${operand(node.escape)}` : ''}`;
    case 'isNull':
      return `${operand(node.of)} IS${not} NULL`;
    case 'case': {
      const branches = node.branches.map(({ when, then }) => ` WHEN ${printSyntax(when)} THEN ${printSyntax(then)}`);
      const otherwise = node.otherwise ? ` ELSE ${printSyntax(node.otherwise)}` : '';
      return `CASE${node.of ? ` ${printSyntax(node.of)}` : ''}${branches.join('')}${otherwise} END`;
    }
    case 'cast':
      return `CAST(${printSyntax(node.of)} AS ${node.type})`;
    case 'call':
      return callText(node);
  }
}

function callText(node: Extract<Syntax, { kind: 'call' }>): string {
  const name = node.name.toUpperCase();
  const [part, of] = node.args;
  if (name === 'EXTRACT' && part?.kind === 'text' && of && /^[a-z_]+$/.test(part.value))
    return `EXTRACT(${part.value.toUpperCase()} FROM ${printSyntax(of)})`;
  const within = node.withinGroup ? ` WITHIN GROUP (ORDER BY ${printSyntax(node.withinGroup)})` : '';
  const where = node.where ? ` FILTER (WHERE ${printSyntax(node.where)})` : '';
  return `${name}(${node.distinct ? 'DISTINCT ' : ''}${listText(node.args)})${within}${where}`;
}

const listText = (nodes: readonly Syntax[]): string => nodes.map(printSyntax).join(', ');
const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
/** Two signs in a row would begin a comment. */
const minus = (of: string): string => (of.startsWith('-') ? `-(${of})` : `-${of}`);

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;
const nameText = (path: readonly string[]): string =>
  path
    .map((step) => (PLAIN.test(step) && !RESERVED.has(step.toUpperCase()) ? step : `"${step.replaceAll('"', '""')}"`))
    .join('.');
