import {
  type AggregateCall,
  call,
  choose,
  column,
  type Literal,
  literal,
  nullOf,
  type Scalar,
} from '../expressions/scalar.js';
import type { Named } from '../plan/plan.js';
import type { Restate } from './restate.js';

/** A measure as it comes from columns of groups: `aggregates` over them, then `value` over these. */
export interface Merged {
  readonly aggregates: readonly Named<AggregateCall>[];
  /** Given how the aggregates are read. */
  readonly value: (read: (name: string) => Scalar) => Scalar;
}

export type NotMerged = 'MEASURE_NOT_KEPT' | 'MEASURE_DOES_NOT_MERGE';

/**
 * How groups go into those that are asked for: each is one of them, and stays a row; or is the only one of some, which
 * are aggregated all the same; or several go into one.
 */
export type Mode = 'each' | 'single' | 'several';

export interface MergeFrom {
  readonly relation: string;
  readonly measures: readonly Named<AggregateCall>[];
  readonly restate: Restate;
  readonly mode: Mode;
  /** Whether sums of doubles may be added up in another order than the engine's. */
  readonly addsDoubles: boolean;
}

/** Of the same values whatever rows they come from how often: they may be taken of groups that hold the value. */
const OF_VALUES: ReadonlySet<string> = new Set(['count_distinct', 'min', 'max', 'bool_and', 'bool_or']);
const MERGED = { sum: 'sum', count: 'sum', min: 'min', max: 'max', bool_and: 'bool_and', bool_or: 'bool_or' } as const;

/** @param measure its name is free among the aggregates of other measures, with a number behind it too */
export function merged({ name, value: wanted }: Named<AggregateCall>, from: MergeFrom): Merged | NotMerged {
  return (
    kept(name, wanted, from) ??
    sketched(name, wanted, from) ??
    narrowed(name, wanted, from) ??
    ofHeldValues(name, wanted, from) ??
    average(name, wanted, from) ??
    (find(from, wanted) || find(from, bare(wanted)) ? 'MEASURE_DOES_NOT_MERGE' : 'MEASURE_NOT_KEPT')
  );
}

function kept(name: string, wanted: AggregateCall, from: MergeFrom): Merged | null {
  const found = find(from, wanted);
  return found === undefined ? null : again(name, wanted, column(from.relation, found.name, wanted.type), from);
}

/** A measure of some of the rows, where groups tell which. */
function narrowed(name: string, wanted: AggregateCall, from: MergeFrom): Merged | null {
  if (wanted.where === undefined) return null;
  const [found, where] = [find(from, bare(wanted)), from.restate(wanted.where)];
  if (found === undefined || where === null) return null;
  return again(name, wanted, column(from.relation, found.name, wanted.type), from, where);
}

const SKETCH_OF = { approx_distinct: 'hll_sketch', approx_percentile: 'tdigest_sketch' } as const;

/** An estimate from sketches of groups, which merge. */
function sketched(name: string, wanted: AggregateCall, { measures, relation }: MergeFrom): Merged | null {
  if (wanted.name !== 'approx_distinct' && wanted.name !== 'approx_percentile') return null;
  const text = JSON.stringify([SKETCH_OF[wanted.name], wanted.args, wanted.where]);
  const found = measures.find(({ value: { name: of, args, where } }) => JSON.stringify([of, args, where]) === text);
  if (found === undefined) return null;
  const { where: _where, ...bareCall } = wanted;
  const value: AggregateCall = { ...bareCall, args: [column(relation, found.name, found.value.type)] };
  return { aggregates: [{ name, value }], value: (read) => read(name) };
}

function again(name: string, wanted: AggregateCall, of: Scalar, from: MergeFrom, where?: Scalar): Merged | null {
  const none = wanted.name.endsWith('count') || wanted.name.endsWith('distinct') ? zero(wanted) : nullOf(wanted.type);
  if (from.mode === 'each') return { aggregates: [], value: () => (where ? choose(where, of, none, wanted.type) : of) };
  if (from.mode === 'several' && !merges(wanted, from)) return null;
  const by = from.mode === 'single' ? 'any_value' : MERGED[wanted.name as keyof typeof MERGED];
  const value: AggregateCall = { kind: 'aggregate', name: by, args: [of], type: wanted.type, ...(where && { where }) };
  return {
    aggregates: [{ name, value }],
    value: (read) => (none.value === null ? read(name) : call('coalesce', [read(name), none], wanted.type)),
  };
}

/** Exactly contained: what is counted is one of the groups. */
function ofHeldValues(name: string, wanted: AggregateCall, { restate }: MergeFrom): Merged | null {
  if (!OF_VALUES.has(wanted.name)) return null;
  const args = wanted.args.map(restate);
  const where = wanted.where && restate(wanted.where);
  if (where === null || !args.every((arg) => arg !== null)) return null;
  return {
    aggregates: [{ name, value: { ...wanted, args, ...(where && { where }) } }],
    value: (read) => read(name),
  };
}

/** Of whole numbers: their exact sum over how many they are. */
function average(name: string, wanted: AggregateCall, from: MergeFrom): Merged | null {
  const parts = partsOfAverage(wanted);
  if (parts === null) return null;
  const [sum, count] = [
    merged({ name: `${name}.sum`, value: parts.sum }, from),
    merged({ name: `${name}.count`, value: parts.count }, from),
  ];
  if (typeof sum === 'string' || typeof count === 'string') return null;
  const double = (of: Scalar): Scalar => call('cast', [of], 'double');
  return {
    aggregates: [...sum.aggregates, ...count.aggregates],
    value: (read) => call('/', [double(sum.value(read)), double(count.value(read))], 'double'),
  };
}

/** AVG of integers, taken apart; null for what is another aggregate, or whose parts would not give it to the last bit. */
export function partsOfAverage(
  measure: AggregateCall,
): { readonly sum: AggregateCall; readonly count: AggregateCall } | null {
  if (measure.name !== 'avg' || measure.args[0]?.type !== 'integer') return null;
  return { sum: { ...measure, name: 'sum', type: 'bigint' }, count: { ...measure, name: 'count', type: 'integer' } };
}

/** Whether the measure of several groups is put together from that of each. */
export const merges = (measure: AggregateCall, { addsDoubles }: Pick<MergeFrom, 'addsDoubles'>): boolean =>
  measure.name in MERGED && (addsDoubles || measure.name !== 'sum' || measure.type !== 'double');

const zero = ({ type }: AggregateCall): Literal => literal('0', type === 'integer' ? 'integer' : type);

const find = ({ measures }: MergeFrom, wanted: AggregateCall): Named<AggregateCall> | undefined => {
  const text = JSON.stringify(wanted);
  return measures.find(({ value }) => JSON.stringify(value) === text);
};

const bare = ({ where: _where, ...measure }: AggregateCall): AggregateCall => measure;
