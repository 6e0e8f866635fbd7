import type { Call, Scalar } from '../../expressions/scalar.js';
import type { PrintCall } from './dialect.js';
import { mayBeNaN } from './not-a-number.js';

/**
 * Comparisons for an engine that follows IEEE 754, where NaN is neither equal to itself nor larger or smaller than
 * anything. Here it equals itself and is larger than every other number, as in groups and order (N1b); NULL stays unknown.
 */
const equal: PrintCall = ([a, b], { args }) =>
  args.every(mayBeNaN) ? `(${a} = ${b} OR IS_NAN(${a}) AND IS_NAN(${b}))` : `${a} = ${b}`;

const unequal: PrintCall = ([a, b], { args }) =>
  args.every(mayBeNaN) ? `(${a} <> ${b} AND NOT (IS_NAN(${a}) AND IS_NAN(${b})))` : `${a} <> ${b}`;

const compared =
  (operator: '<' | '<=' | '>' | '>='): PrintCall =>
  ([left = '', right = ''], { args: [x, y] }) => {
    const comparison = `${left} ${operator} ${right}`;
    const [large, small] = operator.startsWith('>') ? [x, y] : [y, x];
    const [largeText, smallText] = operator.startsWith('>') ? [left, right] : [right, left];
    if (!mayBeNaN(large)) return comparison;
    return `(${comparison} OR ${[`IS_NAN(${largeText})`, ...besideNaN(operator, small, smallText)].join(' AND ')})`;
  };

/** What NaN is compared with: another NaN is not smaller, and NULL leaves it open. */
function besideNaN(operator: string, small: Scalar | undefined, text: string): readonly string[] {
  if (mayBeNaN(small) && !operator.endsWith('=')) return [`NOT IS_NAN(${text})`];
  const isConstant = (small?.kind === 'literal' || small?.kind === 'value') && small.value !== null;
  return isConstant ? [] : [`${text} IS NOT NULL`];
}

const among: PrintCall = ([of = '', ...list], call) => {
  const [x, ...items] = call.args;
  const pair = (item: Scalar | undefined): Call => ({ ...call, args: x && item ? [x, item] : [] });
  return mayBeNaN(x) && items.some(mayBeNaN)
    ? `(${list.map((each, index) => equal([of, each], pair(items[index]))).join(' OR ')})`
    : `${of} IN (${list.join(', ')})`;
};

const nullif: PrintCall = ([a = '', b = ''], call) =>
  call.args.every(mayBeNaN) ? `IF(${equal([a, b], call)}, NULL, ${a})` : `NULLIF(${a}, ${b})`;

export const ordered: Readonly<Record<string, PrintCall>> = {
  '=': equal,
  '<>': unequal,
  '<': compared('<'),
  '<=': compared('<='),
  '>': compared('>'),
  '>=': compared('>='),
  in: among,
  nullif,
};
