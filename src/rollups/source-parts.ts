import { any, call, column, type Scalar, value } from '../expressions/scalar.js';
import { type PartitionValue, waysToHold } from '../plan/partition-columns.js';
import type { Scan } from '../plan/plan.js';

/** A partition column as the text by which engines name partitions. */
export const partText = ({ relation }: Scan, name: string): Scalar =>
  call('cast', [column(relation, name, 'text')], 'text');

/**
 * The condition that rows are of some partitions of their table.
 * @param parts each a JSON list of the columns' texts
 */
export function ofParts(scan: Scan, columns: readonly string[], parts: readonly string[]): Scalar {
  const values = parts.map((part) => JSON.parse(part) as PartitionValue);
  const texts = columns.map((name) => partText(scan, name));
  return any(waysToHold(texts, values, (text) => value(text, 'text')));
}
