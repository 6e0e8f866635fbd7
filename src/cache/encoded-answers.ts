import type { Engine, TableVersion } from '../engine/engine.js';
import type { BoundedStore, Section } from './bounded-store.js';
import type { CacheState, Wanted } from './result-cache.js';
import { stringBytes } from './size.js';
import { seenAt } from './table-states.js';

/** Rows that an answer was made of. */
export interface RowsRead {
  readonly fingerprint: string;
  readonly wanted: Wanted;
  /** How they came, as it is told. */
  readonly cache: CacheState;
  /** Epoch milliseconds of the last moment at which they were known to be what the tables say. */
  readonly currentAt: number;
  /** Of the tables that they were read from. */
  readonly versions: readonly TableVersion[];
  /** Whether the answer says the same of them as long as the tables are the same: nothing is still to be proven. */
  readonly isSettled: boolean;
}

/** The bytes of an answer, and all that they depend on beside the definitions. */
export interface EncodedAnswer {
  /** All but what differs between two answers of the same rows. */
  readonly body: Buffer;
  readonly contentType: string;
  readonly reads: readonly RowsRead[];
  /** Of the tables that say what the definitions mean, before any of it was read. */
  readonly calendars: readonly TableVersion[];
  /** Epoch milliseconds at which what "now" means in the question may change. */
  readonly until: number;
  /** Told when it is given again. */
  readonly onRepeated: readonly (() => void)[];
}

/** How the rows of an answer came. */
export interface Note extends CacheState {
  readonly fingerprint: string;
}

export interface FoundAnswer extends Pick<EncodedAnswer, 'body' | 'contentType'> {
  readonly notes: readonly Note[];
}

interface Kept extends Pick<EncodedAnswer, 'body' | 'contentType' | 'until' | 'onRepeated'> {
  readonly tables: readonly string[];
  readonly states: readonly (string | null)[];
  readonly rows: readonly (Pick<RowsRead, 'wanted' | 'fingerprint'> & { currentAt: number })[];
}

const HEAD_BYTES = 1_000;
/** With what is told when it is given again. */
const ROWS_BYTES = 1_500;

/** Answers of one set of definitions as they were sent, for whoever asks word for word the same: as right as their rows. */
export class EncodedAnswers {
  /** How many have been given again. */
  repeated = 0;
  private readonly kept: Section<Kept>;

  /**
   * @param name of the definitions
   * @param versionsOf the tables, as they are when an answer is looked for
   */
  constructor(
    name: string,
    store: BoundedStore,
    private readonly versionsOf: Engine['versionsOf'],
    private readonly now: () => number = Date.now,
  ) {
    this.kept = store.section(`answers ${name}`);
  }

  /** Undefined where none was kept, or where any of what it depends on is no longer so. */
  find(key: string): FoundAnswer | undefined {
    const kept = this.kept.get(key);
    if (kept === undefined) return undefined;
    const now = this.now();
    const versions = this.versionsOf(kept.tables);
    if (now >= kept.until || versions.some((each, at) => stateOf(each) !== kept.states[at])) {
      this.kept.delete(key);
      return undefined;
    }
    const seen = seenAt(versions, now);
    const notes: Note[] = [];
    for (const rows of kept.rows) {
      const { wanted, fingerprint } = rows;
      if (seen !== null) rows.currentAt = Math.max(rows.currentAt, seen);
      const age = Math.max(0, now - rows.currentAt);
      if (age > wanted.maxAge || (seen === null && age > wanted.lifetime.maxAge)) return undefined;
      notes.push({ fingerprint, state: 'HIT', age });
    }
    this.repeated += 1;
    for (const tell of kept.onRepeated) tell();
    return { body: kept.body, contentType: kept.contentType, notes };
  }

  /** Keeps an answer that will be right again. */
  keep(key: string, { body, contentType, reads, calendars, until, onRepeated }: EncodedAnswer): void {
    if (!reads.every(({ isSettled, cache }) => isSettled && cache.state !== 'STALE')) return;
    if (calendars.some((each) => stateOf(each) === null)) return;
    const states = new Map<string, string | null>();
    for (const version of [...calendars, ...reads.flatMap((read) => read.versions)]) {
      const { table } = version;
      if (states.has(table) && states.get(table) !== stateOf(version)) return; // it changed between two of them
      states.set(table, stateOf(version));
    }
    const kept: Kept = {
      ...{ body, contentType, until, onRepeated, tables: [...states.keys()], states: [...states.values()] },
      rows: reads.map(({ wanted, fingerprint, currentAt }) => ({ wanted, fingerprint, currentAt })),
    };
    const bytes = body.byteLength + stringBytes(key) + HEAD_BYTES + ROWS_BYTES * reads.length;
    this.kept.set(key, kept, { bytes, closed: reads.length > 0 && reads.every(({ wanted }) => wanted.closed) });
  }
}

const stateOf = ({ version, isKnown }: TableVersion): string | null => (isKnown === false ? null : version);
