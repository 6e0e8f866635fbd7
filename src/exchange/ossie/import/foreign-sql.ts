import type { Syntax } from '../../../expressions/syntax.js';
import { binary, call, cases, castTo, number, readSql, replaced, text } from '../../expression.js';
import type { Origin, Report } from '../../report.js';
import { type OssieExpression, PORTABLE_DIALECTS, SQL_DIALECTS } from '../document.js';

const MOST_SHOWN = 160;

/** The expression in the dialect that is most trusted, as a tree of our own; or a loss. */
export function readForeign({ dialects }: OssieExpression, origin: Origin, report: Report): Syntax | undefined {
  const found = SQL_DIALECTS.flatMap((dialect) => dialects.filter((each) => each.dialect === dialect))[0];
  if (found === undefined)
    return report.loss(
      origin,
      `It is written only in ${dialects.map(({ dialect }) => dialect).join(', ')}, which is no SQL.`,
    );
  if (!PORTABLE_DIALECTS.has(found.dialect))
    report.add('guess', origin, `It is written only for ${found.dialect}, and taken as standard SQL.`);
  const { expression } = found;
  const shown = expression.length > MOST_SHOWN ? `${expression.slice(0, MOST_SHOWN)}…` : expression;
  const syntax = readSql(expression, origin, report, shown);
  return syntax && replaced(syntax, inOurWords);
}

/** What the specification calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  startswith: 'starts_with',
  endswith: 'ends_with',
  ifnull: 'coalesce',
  nvl: 'coalesce',
};
const PARTS: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  dayofyear: 'day_of_year',
  hour: 'hour',
  minute: 'minute',
};
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(varchar|string|char)(\(\d+\))?$/, 'text'],
  [/^(int|int64|number)$/, 'bigint'],
  [/^(float|float64)$/, 'double'],
  [/^(?:numeric|number)(\(.*)$/, 'decimal$1'],
  [/^timestamp_ntz$/, 'timestamp'],
];

function inOurWords(node: Syntax): Syntax | undefined {
  const inner = (of: Syntax): Syntax => replaced(of, inOurWords);
  if (node.kind === 'cast') {
    const type = node.type.toLowerCase().replaceAll(' ', '');
    const known = TYPES.find(([is]) => is.test(type));
    return known && castTo(inner(node.of), type.replace(...known));
  }
  if (node.kind !== 'call') return undefined;
  const { name, args } = node;
  const [first, second, third, ...more] = args.map(inner) as (Syntax | undefined)[];
  if (Object.hasOwn(NAMES, name)) return { ...node, name: NAMES[name] as string, args: args.map(inner) };
  if (Object.hasOwn(PARTS, name) && first && !second) return call('extract', [text(PARTS[name] as string), first]);
  if (more.length > 0 || first === undefined) return undefined;
  if ((name === 'extract' || name === 'date_part') && first.kind === 'text' && second && !third)
    return call('extract', [text(PARTS[first.value.toLowerCase()] ?? first.value), second]);
  if ((name === 'if' || name === 'iff') && second && third) return cases([[first, second]], third);
  if (name === 'mod' && second && !third) return binary('%', first, second);
  if (name === 'zeroifnull' && !second) return call('coalesce', [first, number(0)]);
  if (name === 'nullifzero' && !second) return call('nullif', [first, number(0)]);
  if (name === 'dateadd' && first.kind === 'name' && second && third)
    return call('date_add', [text(first.path.join('.').toLowerCase()), second, third]);
  // Between days the borders that are crossed are whole days
  if (name === 'datediff' && first.kind === 'name' && first.path.join().toLowerCase() === 'day' && second && third)
    return call('date_diff', [text('day'), second, third]);
  return undefined;
}
