import type { DataType } from '../../expressions/data-type.js';
import { all, any, column, mapScalar, type Scalar, value } from '../../expressions/scalar.js';
import type { Dataset, Model, Partition } from '../../model/model.js';
import { printPartition } from '../../time/partition-form.js';
import { add, printDate, type WallClock } from '../../time/wall-clock.js';
import { type PartitionValue, waysToHold, within } from '../partition-columns.js';
import type { PlanNode, Scan } from '../plan.js';
import { boundsOf, type TimeBounds } from '../time-bounds.js';
import { wayOfScan } from '../way-of-scan.js';
import type { Rule } from './rules.js';

/**
 * The partitions to read whatever their rows' time: those of rows that the declaration does not hold for. Null where it
 * may not be relied on at all.
 */
export type AlwaysRead = (dataset: Dataset, partition: Partition) => readonly PartitionValue[] | null;

/**
 *   filter[started_at >= 2024-03-10,   =>   filter[started_at >= 2024-03-10,
 *          started_at < 2024-03-11]                started_at < 2024-03-11,
 *     plays                                        ds >= 2024-03-10, ds <= 2024-03-13]
 *                                             plays       with ds: {from: started_at, late: 3 days}
 *
 * Every row that passes the condition on time lies in these partitions, so the same rows are left, and the engine opens
 * no others. The column belongs to the same row as the time: it may stand wherever the time may.
 */
export const implyPartitions =
  (model: Model, alwaysRead: AlwaysRead): Rule =>
  (node) => {
    if (node.kind !== 'filter') return node;
    const condition = all(node.where);
    const implied = scansBelow(node.input).flatMap((scan) => {
      const way = wayOfScan(model, scan);
      const dataset =
        way && (way.links.at(-1) === undefined ? way.from : model.datasets.get(way.links.at(-1)?.to ?? ''));
      return (
        dataset?.partitions.flatMap((partition) => impliedBy(condition, scan, dataset, partition, alwaysRead)) ?? []
      );
    });
    return implied.length === 0 ? node : { ...node, where: [...node.where, ...implied] };
  };

/** The scans whose columns the filter can name. */
function scansBelow(node: PlanNode): readonly Scan[] {
  if (node.kind === 'scan') return [node];
  if (node.kind === 'filter') return scansBelow(node.input);
  return node.kind === 'join' ? [...scansBelow(node.left), ...scansBelow(node.right)] : [];
}

function impliedBy(
  condition: Scalar,
  { relation }: Scan,
  dataset: Dataset,
  partition: Partition,
  alwaysRead: AlwaysRead,
): readonly Scalar[] {
  const time = mapScalar(partition.time, (each) => (each.kind === 'column' ? { ...each, relation } : each));
  const columns = partition.columns.map(({ name, type }) => column(relation, name, type));
  const range = rangeOf(partition, boundsOf(condition, time), columns);
  if (range.length === 0) return [];
  const others = alwaysRead(dataset, partition);
  if (others === null) return [];
  if (others.length === 0) return range;
  return [any([all(range), ...waysToHold(columns, others, (text, { type }) => value(text, type))])];
}

function rangeOf({ columns, late }: Partition, { from, to }: TimeBounds, of: readonly Scalar[]): readonly Scalar[] {
  const last = to && late ? add(to, late.count, late.grain) : to;
  const spelled = (clock: WallClock | null): readonly Scalar[] | null =>
    clock === null || !isPrintable(clock)
      ? null
      : columns.map(({ form, type }) => constantOf(printPartition(clock, form), type));
  return within(of, spelled(from), spelled(last));
}

/** A number is said without the zeros before it. */
const constantOf = (text: string, type: DataType): Scalar =>
  value(type === 'integer' || type === 'bigint' ? String(Number(text)) : text, type);

/** Beyond these years texts are no longer in the order of time. */
const isPrintable = (clock: WallClock): boolean => /^\d{4}-/.test(printDate(clock)) && printDate(clock) > '0001-01-01';
