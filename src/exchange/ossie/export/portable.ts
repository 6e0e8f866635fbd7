import type { Call, ColumnRef, Literal, Scalar } from '../../../expressions/scalar.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { NOWHERE, nothing, text } from '../../expression.js';
import { portableAggregate } from './aggregates.js';
import { portableCalls } from './calls.js';
import { unsayable } from './unsayable.js';

/** What columns are called where an expression stands, and how its rows are counted. */
export interface Naming {
  readonly column: (column: ColumnRef) => Syntax;
  /** A column that no row leaves empty. @throws Unsayable where there is none */
  readonly row: () => Syntax;
}

/**
 * A typed expression in the SQL that the specification lists, with the meaning that it has here: `/` divides as doubles,
 * and aggregates are narrowed by CASE. @throws Unsayable
 */
export function portable(scalar: Scalar, naming: Naming): Syntax {
  const sub = (of: Scalar): Syntax => portable(of, naming);
  switch (scalar.kind) {
    case 'column':
      return naming.column(scalar);
    case 'literal':
      return literalOf(scalar);
    case 'call':
      return callOf(scalar, sub);
    case 'aggregate':
      return portableAggregate(scalar, sub, naming.row);
    default:
      return unsayable('it has a window or a value of a question in it');
  }
}

function callOf(call: Call, sub: (of: Scalar) => Syntax): Syntax {
  const print = Object.hasOwn(portableCalls, call.name) ? portableCalls[call.name] : undefined;
  if (print !== undefined) return print(call.args.map(sub), call);
  const why = Object.hasOwn(ONLY_HERE, call.name) ? ONLY_HERE[call.name] : undefined;
  return unsayable(why ?? `${call.name.toUpperCase()} is none of the functions that the specification lists`);
}

const ONLY_HERE: Readonly<Record<string, string>> = {
  metric_value: 'it compares rows with the value of a metric',
  metric_time: 'it speaks of metric_time, which there is not the same for all metrics',
  period: 'PERIOD goes by the time zone of the question',
};

function literalOf({ value, type }: Literal): Syntax {
  if (value === null) return nothing;
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...NOWHERE };
  if (type === 'text') return text(value);
  if (type === 'date' || type === 'timestamp') return { kind: type, value: value.replace('T', ' '), ...NOWHERE };
  return { kind: 'number', text: value, ...NOWHERE };
}
