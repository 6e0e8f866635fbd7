import { type ColumnRef, columnsOf, type Scalar } from '../../expressions/scalar.js';
import { relationOf } from '../plan.js';
import type { Link } from './inner-where-null-fails.js';

/** A relation of one row for each entity, and the value of the rows that finds theirs. */
export interface Entities extends Link {
  readonly relation: string;
  readonly per: ColumnRef;
  readonly key: Scalar;
}

/** A join by one equality, of a column of its right side with what the left one has. */
export function entitiesOf({ type, right, on }: Link): Entities | undefined {
  const relation = relationOf(right);
  const [equal] = on;
  if (on.length !== 1 || equal?.kind !== 'call' || equal.name !== '=') return undefined;
  const isPer = (arg: Scalar): boolean => arg.kind === 'column' && arg.relation === relation;
  const per = equal.args.find(isPer);
  const key = equal.args.find((arg) => !isPer(arg));
  if (per?.kind !== 'column' || key === undefined || columnsOf(key).length === 0) return undefined;
  return { type, right, on, relation, per, key };
}
