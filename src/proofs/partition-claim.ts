import { any, call, column, isNotNull, isNull, literal, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Dataset, Model, Partition, PartitionColumn } from '../model/model.js';
import { fingerprintOf } from '../plan/fingerprint.js';
import { compareInOrder, type PartitionValue, waysToHold } from '../plan/partition-columns.js';
import type { PlanNode, Scan } from '../plan/plan.js';
import { tablesOf } from '../plan/tables.js';
import { grainOf, isDigits, startOf } from '../time/partition-form.js';
import type { Claim } from './ledger.js';

/** That every row with a time lies in a partition that follows from it. */
export interface PartitionClaim extends Claim {
  readonly dataset: Dataset;
  readonly partition: Partition;
}

/** Columns of the answer to `outsidePlan`, after those of the partition. */
export const OUTSIDE = { rows: 'rows_outside', first: 'first_time' } as const;
const RELATION = 'rows_in_partitions';
const GROUPED = 'partitions';

export function claimsOfPartitions({ datasets }: Model): readonly PartitionClaim[] {
  return [...datasets.values()].flatMap((dataset) =>
    dataset.partitions.map((partition) => claimOfPartition(dataset, partition)),
  );
}

const made = new WeakMap<Partition, PartitionClaim>();

export function claimOfPartition(dataset: Dataset, partition: Partition): PartitionClaim {
  const known = made.get(partition);
  if (known !== undefined) return known;
  const plan = outsidePlan(dataset, partition, null);
  const claim = { id: fingerprintOf(plan), tables: tablesOf(plan), dataset, partition };
  made.set(partition, claim);
  return claim;
}

/**
 * The partitions with rows that do not belong there, most such rows first, and the earliest time of these.
 * @param only of these partitions; null for all
 */
export function outsidePlan(
  { table, select }: Dataset,
  { columns, time: own, late }: Partition,
  only: readonly PartitionValue[] | null,
): PlanNode {
  const scan: Scan = { kind: 'scan', relation: RELATION, table, ...(select && { select }) };
  const time = mapScalar(own, (node) => (node.kind === 'column' ? { ...node, relation: RELATION } : node));
  const lies = columns.map(({ name, type }) => column(RELATION, name, type));
  const latest = late
    ? call('date_add', [unit(late.grain), literal(`${late.count}`, 'integer'), time], time.type)
    : time;
  const partitionOf = (of: Scalar): readonly Scalar[] => columns.map((each) => heldFor(of, each));
  const outside = any([
    ...lies.map(isNull),
    compareInOrder('<', lies, partitionOf(time)),
    compareInOrder('>', lies, partitionOf(latest)),
    // Beyond these years partitions are not in the order of time
    call('<', [time, literal('0001-01-01', 'date')], 'boolean'),
    call('>=', [time, literal('9999-01-01', 'date')], 'boolean'),
  ]);
  const asked = only && any(waysToHold(lies, only, (of, { type }) => literal(of, type)));
  const rows: PlanNode = {
    kind: 'filter',
    input: scan,
    where: [...(asked === null ? [] : [asked]), isNotNull(time), outside],
  };
  const groups = lies.map((of, at) => ({ name: partitionColumn(at), value: call('cast', [of], 'text') }));
  const grouped: PlanNode = {
    kind: 'aggregate',
    relation: GROUPED,
    input: rows,
    groups,
    measures: [
      { name: OUTSIDE.rows, value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' } },
      { name: OUTSIDE.first, value: { kind: 'aggregate', name: 'min', args: [time], type: time.type } },
    ],
  };
  return {
    kind: 'sort',
    input: grouped,
    offset: 0,
    limit: null,
    by: [
      { value: column(GROUPED, OUTSIDE.rows, 'integer'), direction: 'desc', nulls: 'last' },
      ...groups.map(({ name }) => ({ value: column(GROUPED, name, 'text'), direction: 'asc', nulls: 'last' }) as const),
    ],
  };
}

/** Column of the answer to `outsidePlan` with the value of the partition's column at this place. */
export const partitionColumn = (at: number): string => (at === 0 ? 'partition_value' : `partition_value_${at + 1}`);

/** What the column holds for a time, as `printPartition` gives it, for the engine to reckon. */
function heldFor(time: Scalar, { form, type }: PartitionColumn): Scalar {
  const day = time.type === 'date' ? time : call('trunc', [unit('day'), time], 'date');
  if (type === 'date') return day;
  const date = call('cast', [day], 'text');
  const hour = call('extract', [unit('hour'), time], 'integer');
  const withHour = (): Scalar => {
    const padded = call('cast', [call('+', [literal('100', 'integer'), hour], 'integer')], 'text');
    return call('concat', [date, text('-'), call('substring', [padded, number(2), number(2)], 'text')], 'text');
  };
  const whole = grainOf(form) === 'hour' ? withHour() : date;
  const plain = isDigits(form) && startOf(form) === 0 ? call('replace', [whole, text('-'), text('')], 'text') : whole;
  const cut = call('substring', [plain, number(startOf(form) + 1), number(form.length)], 'text');
  return type === 'text' ? cut : call('cast', [cut], type);
}

const unit = (name: string): Scalar => literal(name, 'text');
const text = unit;
const number = (of: number): Scalar => literal(`${of}`, 'integer');
