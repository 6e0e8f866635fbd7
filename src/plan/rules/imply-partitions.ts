import { all, any, call, column, isNull, mapScalar, type Scalar, value } from '../../expressions/scalar.js';
import type { Dataset, Model, Partition } from '../../model/model.js';
import { printPartition } from '../../time/partition-form.js';
import { add, printDate, type WallClock } from '../../time/wall-clock.js';
import type { PlanNode, Scan } from '../plan.js';
import { boundsOf, type TimeBounds } from '../time-bounds.js';
import { wayOfScan } from '../way-of-scan.js';
import type { Rule } from './rules.js';

/**
 * The partitions to read whatever their rows' time: those of rows that the declaration does not hold for. Null where it
 * may not be relied on at all.
 */
export type AlwaysRead = (dataset: Dataset, partition: Partition) => readonly (string | null)[] | null;

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
  const range = rangeOf(partition, boundsOf(condition, time), column(relation, partition.column, partition.type));
  if (range.length === 0) return [];
  const others = alwaysRead(dataset, partition);
  if (others === null) return [];
  if (others.length === 0) return range;
  const of = column(relation, partition.column, partition.type);
  const named = others.filter((each) => each !== null).map((each) => value(each, partition.type));
  return [
    any([
      all(range),
      ...(others.includes(null) ? [isNull(of)] : []),
      ...(named.length > 0 ? [call('in', [of, ...named], 'boolean')] : []),
    ]),
  ];
}

function rangeOf({ form, late, type }: Partition, { from, to }: TimeBounds, of: Scalar): readonly Scalar[] {
  const last = to && late ? add(to, late.count, late.grain) : to;
  const bound = (operator: string, clock: WallClock | null): readonly Scalar[] =>
    clock === null || !isPrintable(clock)
      ? []
      : [call(operator, [of, value(printPartition(clock, form), type)], 'boolean')];
  return [...bound('>=', from), ...bound('<=', last)];
}

/** Beyond these years texts are no longer in the order of time. */
const isPrintable = (clock: WallClock): boolean => /^\d{4}-/.test(printDate(clock)) && printDate(clock) > '0001-01-01';
