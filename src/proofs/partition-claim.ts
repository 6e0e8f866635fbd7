import { any, call, column, isNotNull, isNull, literal, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Dataset, Model, Partition } from '../model/model.js';
import { fingerprintOf } from '../plan/fingerprint.js';
import type { PlanNode, Scan } from '../plan/plan.js';
import { tablesOf } from '../plan/tables.js';
import { grainOf, isDigits } from '../time/partition-form.js';
import type { Claim } from './ledger.js';

/** That every row with a time lies in a partition that follows from it. */
export interface PartitionClaim extends Claim {
  readonly dataset: Dataset;
  readonly partition: Partition;
}

/** Columns of the answer to `outsidePlan`. */
export const OUTSIDE = { partition: 'partition_value', rows: 'rows_outside', first: 'first_time' } as const;
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
  { column: name, type, form, time: own, late }: Partition,
  only: readonly (string | null)[] | null,
): PlanNode {
  const scan: Scan = { kind: 'scan', relation: RELATION, table, ...(select && { select }) };
  const time = mapScalar(own, (node) => (node.kind === 'column' ? { ...node, relation: RELATION } : node));
  const lies = column(RELATION, name, type);
  const first = partitionOf(time, form, type);
  const latest = late
    ? call('date_add', [unit(late.grain), literal(`${late.count}`, 'integer'), time], time.type)
    : time;
  const outside = any([
    isNull(lies),
    call('<', [lies, first], 'boolean'),
    call('>', [lies, partitionOf(latest, form, type)], 'boolean'),
    // Beyond these years partitions are not in the order of time
    call('<', [time, literal('0001-01-01', 'date')], 'boolean'),
    call('>=', [time, literal('9999-01-01', 'date')], 'boolean'),
  ]);
  const rows: PlanNode = {
    kind: 'filter',
    input: scan,
    where: [...(only === null ? [] : [among(lies, only)]), isNotNull(time), outside],
  };
  const grouped: PlanNode = {
    kind: 'aggregate',
    relation: GROUPED,
    input: rows,
    groups: [{ name: OUTSIDE.partition, value: call('cast', [lies], 'text') }],
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
      { value: column(GROUPED, OUTSIDE.partition, 'text'), direction: 'asc', nulls: 'last' },
    ],
  };
}

const among = (lies: Scalar, only: readonly (string | null)[]): Scalar => {
  const values = only.filter((each) => each !== null).map((each) => literal(each, lies.type));
  return any([
    ...(only.includes(null) ? [isNull(lies)] : []),
    ...(values.length > 0 ? [call('in', [lies, ...values], 'boolean')] : []),
  ]);
};

/** The partition of a time as `printPartition` gives it, for the engine to reckon. */
function partitionOf(time: Scalar, form: Partition['form'], type: Partition['type']): Scalar {
  const day = time.type === 'date' ? time : call('trunc', [unit('day'), time], 'date');
  if (type === 'date') return day;
  const date = call('cast', [day], 'text');
  const hour = call('extract', [unit('hour'), time], 'integer');
  const withHour = (): Scalar => {
    const padded = call('cast', [call('+', [literal('100', 'integer'), hour], 'integer')], 'text');
    return call('concat', [date, text('-'), call('substring', [padded, number(2), number(2)], 'text')], 'text');
  };
  const whole = grainOf(form) === 'hour' ? withHour() : date;
  const plain = isDigits(form) ? call('replace', [whole, text('-'), text('')], 'text') : whole;
  const cut = call('substring', [plain, number(1), number(form.length)], 'text');
  return type === 'text' ? cut : call('cast', [cut], type);
}

const unit = (name: string): Scalar => literal(name, 'text');
const text = unit;
const number = (of: number): Scalar => literal(`${of}`, 'integer');
