import { COUNTS } from './functions.js';
import { type AggregateCall, type Scalar, visitScalar } from './scalar.js';

const LENIENT = new Set(['coalesce', 'case', 'is_null', 'is_not_null', 'greatest', 'least', 'and', 'or', 'in']);

/** What SQL makes of an expression over aggregates of no rows: a count is zero, most others NULL. */
export function withoutRows(value: Scalar): 'zero' | 'null' | 'other' {
  if (value.kind === 'aggregate') return isCount(value) ? 'zero' : 'null';
  let [strict, nulls] = [true, false];
  visitScalar(value, (node) => {
    if (node.kind === 'call' && LENIENT.has(node.name)) strict = false;
    if (node.kind === 'aggregate' && !isCount(node)) nulls = true;
  });
  return strict && nulls ? 'null' : 'other';
}

const isCount = (aggregate: AggregateCall): boolean => COUNTS.has(aggregate.name);
