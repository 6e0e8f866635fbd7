import { type AggregateCall, type AggregateName, column } from '../expressions/scalar.js';
import type { Named } from './plan.js';

/** How a measure of rows is put together from measures of some of them each. */
const MERGED: Partial<Record<AggregateName, AggregateName>> = { sum: 'sum', count: 'sum', min: 'min', max: 'max' };

export const isMergeable = ({ name }: AggregateCall): boolean => name in MERGED;

/** The measure over rows that hold it of some rows each, as the column of that name. */
export function mergedFrom(relation: string, { name, value }: Named<AggregateCall>): Named<AggregateCall> {
  const { name: of, type } = value;
  const args = [column(relation, name, type)];
  return { name, value: { kind: 'aggregate', name: MERGED[of] ?? of, args, type } };
}
