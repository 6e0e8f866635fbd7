import type { AggregateCall, Call, Over, Scalar } from '../expressions/scalar.js';

const INFIX: ReadonlySet<string> = new Set(['and', 'or', '=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '%']);
const SUFFIX: Readonly<Record<string, string>> = { is_null: 'is null', is_not_null: 'is not null' };

/** An expression for people: constants of definitions as they are, values of the request in braces. */
export function printScalar(scalar: Scalar): string {
  switch (scalar.kind) {
    case 'column':
      return `${scalar.relation}.${scalar.column}`;
    case 'literal':
      return constant(scalar.value, scalar.type);
    case 'value':
      return `{${constant(scalar.value, scalar.type)}}`;
    case 'call':
      return call(scalar);
    case 'aggregate':
      return aggregate(scalar);
    case 'over':
      return over(scalar);
  }
}

const constant = (value: string | boolean | null, type: string): string =>
  typeof value === 'string' && type === 'text' ? `'${value}'` : String(value);

function call({ name, args, type }: Call): string {
  if (INFIX.has(name)) return args.map(operand).join(` ${name} `);
  const suffix = SUFFIX[name];
  if (suffix !== undefined) return `${args.map(operand)} ${suffix}`;
  if (name === 'cast') return `cast(${args.map(printScalar)} as ${type})`;
  return `${name}(${args.map(printScalar).join(', ')})`;
}

/** Operators inside operators stand in parentheses: nobody has to know how tightly they bind. */
function operand(scalar: Scalar): string {
  const text = printScalar(scalar);
  return scalar.kind === 'call' && (INFIX.has(scalar.name) || scalar.name in SUFFIX) ? `(${text})` : text;
}

function aggregate({ name, args, fraction, where }: AggregateCall): string {
  const inner = [...(fraction === undefined ? [] : [fraction]), ...args.map(printScalar)].join(', ');
  return `${name}(${inner || '*'})${where ? ` where ${printScalar(where)}` : ''}`;
}

function over({ name, args, partitionBy, orderBy }: Over): string {
  const keys = orderBy.map(({ value, direction, nulls }) => `${printScalar(value)} ${direction} nulls ${nulls}`);
  const rows = [
    ...(partitionBy.length > 0 ? [`per ${partitionBy.map(printScalar).join(', ')}`] : []),
    ...(keys.length > 0 ? [`by ${keys.join(', ')}`] : []),
  ];
  return `${name}(${args.map(printScalar).join(', ')}) over (${rows.join(' ')})`;
}
