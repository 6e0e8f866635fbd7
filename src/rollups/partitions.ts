import { any, call, choose, isNotNull, isNull, literal, type Scalar } from '../expressions/scalar.js';
import type { Rollup } from '../model/model.js';
import type { Aggregate, Project } from '../plan/plan.js';
import { leafOf } from '../reuse/leaf.js';
import type { CalendarGrain } from '../time/grain.js';
import { add, compareClocks, printWallClock, readWallClock, startOf, type WallClock } from '../time/wall-clock.js';
import { wallClockOf } from '../time/zone.js';
import type { Holding } from './holding.js';
import { ofParts } from './source-parts.js';

/** The column that tells partitions apart: the day on which a partition begins. */
export const PARTITION = 'rollup_partition';
/** Of rows without a time, and of rollups without partitions. */
const WITHOUT_TIME = 'none';
const WHOLE = 'all';

/**
 * What is computed: all; partitions from one on, and rows without a time; or some partitions, whose rows lie in these
 * partitions of the dataset's own table.
 */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'from'; readonly from: string }
  | {
      readonly kind: 'keys';
      readonly keys: readonly string[];
      readonly columns: readonly string[];
      readonly from: readonly string[];
    };

/** The rows of a scope, with the partition that each lies in. */
export function builtRows({ leaf, root, rollup }: Holding, scope: Scope): Project {
  const time = timeOf(leaf, rollup);
  const where = time === null ? [] : conditionsOf(leaf, time, rollup, scope);
  const rows: Aggregate = where.length === 0 ? leaf : { ...leaf, input: { kind: 'filter', input: leaf.input, where } };
  const period = root.columns[0]?.value;
  const partition = period === undefined ? literal(WHOLE, 'text') : partitionOf(period, rollup);
  return { ...root, input: rows, columns: [...root.columns, { name: PARTITION, value: partition }] };
}

function conditionsOf(leaf: Aggregate, time: Scalar, rollup: Rollup, scope: Scope): readonly Scalar[] {
  switch (scope.kind) {
    case 'all':
      return [];
    case 'from':
      return [laterThan(time, scope.from)];
    case 'keys': {
      const { base } = leafOf(leaf);
      if (scope.keys.length === 0 || scope.from.length === 0) return [literal(false, 'boolean')];
      const keys = scope.keys.map((key) => literal(key, 'text'));
      return [
        ...(base.kind === 'scan' ? [ofParts(base, scope.columns, scope.from)] : []),
        call('in', [partitionOf(time, rollup), ...keys], 'boolean'),
      ];
    }
  }
}

/** The time of each row, as the clock of the zone shows it; null for a rollup without periods. */
export function timeOf(leaf: Aggregate, { grain }: Rollup): Scalar | null {
  const period = grain === null ? undefined : leaf.groups[0]?.value;
  return (period?.kind === 'call' && period.name === 'trunc' && period.args[1]) || null;
}

const laterThan = (time: Scalar, from: string): Scalar => {
  const clock = time.type === 'date' ? call('cast', [time], 'timestamp') : time;
  return any([call('>=', [clock, literal(from, 'timestamp')], 'boolean'), isNull(time)]);
};

/** @param time of a row, or the period that it lies in */
export function partitionOf(time: Scalar, { partition }: Rollup): Scalar {
  if (partition === null) return literal(WHOLE, 'text');
  const begins = call('trunc', [literal(partition, 'text'), time], isBelow(partition) ? 'timestamp' : 'date');
  return choose(isNotNull(time), call('cast', [begins], 'text'), literal(WITHOUT_TIME, 'text'));
}

const isBelow = (grain: CalendarGrain): boolean => ['second', 'minute', 'hour'].includes(grain);

/** Whether a partition is left as it was where only those of a scope are built. */
export function isKept(key: string, scope: Scope): boolean {
  if (scope.kind === 'keys') return !scope.keys.includes(key);
  const [begins, first] = [readWallClock(key), scope.kind === 'from' ? readWallClock(scope.from) : undefined];
  return begins !== undefined && first !== undefined && compareClocks(begins, first) < 0;
}

/** What has to be built where all rows before a watermark stand. */
export function from(watermark: string, { partition }: Rollup): Exclude<Scope, { kind: 'keys' }> {
  const clock = readWallClock(watermark);
  if (clock === undefined || partition === null) return { kind: 'all' };
  return { kind: 'from', from: printWallClock(startOf(clock, partition)) };
}

/** The periods that are over, and later than which no row lands, at an instant; null where nobody says how late rows land. */
export function watermarkAt(now: Date, { grain, zone, late }: Rollup): string | null {
  if (grain === null || late === null) return null;
  const clock: WallClock = add(wallClockOf(now, zone), -late.count, late.grain);
  return printWallClock(startOf(clock, grain));
}

export const partitionText = (key: string): string =>
  key === WHOLE ? 'the whole' : key === WITHOUT_TIME ? 'rows without a time' : key;
