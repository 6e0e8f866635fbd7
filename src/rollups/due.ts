import type { TableVersion } from '../engine/engine.js';
import { listNames } from '../problems/did-you-mean.js';
import { add, compareClocks, readWallClock } from '../time/wall-clock.js';
import type { Holding } from './holding.js';
import { changedParts, partsOf } from './origins.js';
import { from, type Scope } from './partitions.js';
import type { RollupState } from './state.js';

export type DueReason =
  | 'NOT_BUILT'
  | 'DEFINITION_CHANGED'
  | 'TABLE_GONE'
  | 'TABLE_CHANGED'
  | 'LINKED_CHANGED'
  | 'ROWS_CHANGED'
  | 'WAITS'
  | 'CURRENT';

/** What a build would do now, and why. */
export interface Due {
  readonly reason: DueReason;
  readonly says: string;
  /** Null where there is nothing to do. */
  readonly scope: Exclude<Scope, { kind: 'keys' }> | ChangedParts | null;
}

/** Partitions of the dataset's own table are others than they were; what of the rollup is made of them is asked of the engine. */
export interface ChangedParts {
  readonly kind: 'parts';
  readonly changed: readonly string[];
}

const ALL = { kind: 'all' } as const;
const ABSENT = 'absent';
/** A version that the engine does not know yet, or never will. */
const UNKNOWN = /^unknown-/;

export const isUnknown = ({ version }: Pick<TableVersion, 'version'>): boolean => UNKNOWN.test(version);

/** @param versionOf of any table, as it is now */
export function dueOf(
  holding: Holding,
  state: RollupState | null,
  versionOf: (table: string) => TableVersion,
  now: Date,
): Due {
  const { rollup } = holding;
  if (state === null) return { reason: 'NOT_BUILT', says: 'It was never built.', scope: ALL };
  if (state.fingerprint !== holding.fingerprint)
    return { reason: 'DEFINITION_CHANGED', says: 'Its definition is another one now.', scope: ALL };
  const own = versionOf(state.table);
  if (own.version === ABSENT) return { reason: 'TABLE_GONE', says: 'Its table is gone.', scope: ALL };
  if (!isUnknown(own) && own.version !== state.version)
    return { reason: 'TABLE_CHANGED', says: 'Its table is not as it was built.', scope: ALL };
  const changed = changedSources(holding, state, versionOf);
  if (changed.length === 0) return { reason: 'CURRENT', says: 'Its sources are as they were.', scope: null };
  const linked = changed.filter((table) => !holding.own.includes(table));
  const waits = waitsUntil(rollup.every, state.builtAt);
  if (waits !== null && now < waits)
    return {
      reason: 'WAITS',
      says: `${listNames(changed)} changed; it is built again from ${waits.toISOString()} on.`,
      scope: null,
    };
  if (linked.length > 0) return { reason: 'LINKED_CHANGED', says: `${listNames(linked)} changed.`, scope: ALL };
  const parts = partsOf(holding, holding.own.map(versionOf));
  if (parts !== null && state.origins !== null) {
    const some = changedParts(state.origins, parts);
    const count = `${some.length} ${some.length === 1 ? 'partition' : 'partitions'}`;
    return {
      reason: 'ROWS_CHANGED',
      says: `${count} of ${listNames(changed)} changed.`,
      scope: { kind: 'parts', changed: some },
    };
  }
  const scope = state.watermark === null ? ALL : from(state.watermark, rollup);
  return {
    reason: 'ROWS_CHANGED',
    says:
      scope.kind === 'all'
        ? `${listNames(changed)} changed.`
        : `${listNames(changed)} changed; rows before ${state.watermark} had all landed.`,
    scope,
  };
}

/** Tables that are not as they were when the rollup was built, or of which nobody knows. */
export function changedSources(
  { sources }: Holding,
  state: RollupState,
  versionOf: (table: string) => TableVersion,
): readonly string[] {
  const then = new Map(state.sources.map(({ table, version }) => [table, version]));
  return sources.filter((table) => {
    const now = versionOf(table);
    return isUnknown(now) || now.version !== then.get(table);
  });
}

function waitsUntil(every: Holding['rollup']['every'], builtAt: string): Date | null {
  return every === null ? null : after(builtAt, every);
}

/** An instant and a span later. */
export function after(instant: string, { count, grain }: NonNullable<Holding['rollup']['every']>): Date {
  const clock = readWallClock(instant.replace('Z', ''));
  if (clock === undefined) throw new Error(`no instant: ${instant}`);
  const then = add(clock, count, grain);
  return new Date(then.days * 86_400_000 + then.micros / 1000);
}

/** Whether a clock is not later than another. */
export const isBy = (clock: string, bound: string): boolean => {
  const [a, b] = [readWallClock(clock), readWallClock(bound)];
  return a !== undefined && b !== undefined && compareClocks(a, b) <= 0;
};
