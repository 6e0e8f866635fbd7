import type { Call, Scalar } from '../../expressions/scalar.js';
import { aggregateText, valueText } from './scalar-words.js';
import { say, type Words } from './words.js';

const OPERATORS: Readonly<Record<string, string>> = {
  '+': 'plus',
  '-': 'less',
  '*': 'times',
  '/': 'divided by',
};

/** Arithmetic over aggregates or metrics in words: each aggregate gets its article, each name of `inputs` its words. */
export function formulaWords(scalar: Scalar, inputs: (name: string) => Words = (name) => [name]): Words {
  switch (scalar.kind) {
    case 'aggregate':
      return say`the ${aggregateText(scalar)}`;
    case 'column':
      return inputs(scalar.column);
    case 'call':
      return callWords(scalar, inputs);
    default:
      return [valueText(scalar)];
  }
}

function callWords({ name, args, type }: Call, inputs: (name: string) => Words): Words {
  const [first, second, ...more] = args;
  const operator = OPERATORS[name];
  if (operator !== undefined && first && second && more.length === 0)
    return say`${operand(first, inputs)} ${operator} ${operand(second, inputs)}`;
  if (name === 'cast' && first) return formulaWords(first, inputs);
  if (name === 'coalesce' && first && second && more.length === 0)
    return say`${operand(first, inputs)} (${formulaWords(second, inputs)} where there is none)`;
  if (name === 'case' || args.length === 0) return [valueText({ kind: 'call', name, args, type })];
  const words = args.map((arg) => formulaWords(arg, inputs));
  return say`${name}(${words.flatMap((each, index) => (index === 0 ? each : [', ', ...each]))})`;
}

const operand = (scalar: Scalar, inputs: (name: string) => Words): Words =>
  scalar.kind === 'call' && (OPERATORS[scalar.name] !== undefined || scalar.name === 'case')
    ? say`(${formulaWords(scalar, inputs)})`
    : formulaWords(scalar, inputs);
