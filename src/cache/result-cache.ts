import type { OnProgress, Rows } from '../engine/engine.js';
import type { Lifetime } from '../time/lifetime.js';
import type { Make } from './flight.js';

/** Which rows are looked for, and how old they may be. */
export interface Wanted {
  /** Names them in the state of the tables that is known now. */
  readonly key: string;
  /** The same without the state: earlier rows may stand in for a while. */
  readonly question: string;
  /** Epoch milliseconds at which this state was seen; null where a table tells none, so that age decides. */
  readonly seenAt: number | null;
  readonly lifetime: Lifetime;
  /** Older rows are not for the caller; milliseconds. */
  readonly maxAge: number;
  /** Whether they are of periods that are over. */
  readonly closed: boolean;
}

/**
 * `state` says how the rows came: kept (HIT), asked of the engine (MISS), by joining a flight under way (JOINED), or kept
 * from before the tables changed or the engine fell silent (STALE).
 */
export interface Held {
  readonly rows: Rows;
  readonly state: 'HIT' | 'MISS' | 'JOINED' | 'STALE';
  /** Epoch milliseconds at which the engine gave the rows. */
  readonly answeredAt: number;
  /** Epoch milliseconds of the last moment at which they were known to be what the tables say. */
  readonly currentAt: number;
}

/** How the rows of an answer came, as it is told. */
export interface CacheState {
  readonly state: Held['state'] | 'DERIVED';
  /** Milliseconds since the rows were last known to be what the tables say: given by the engine, or found unchanged. */
  readonly age: number;
}

export interface ResultCache {
  /**
   * The rows that are wanted, or those that `make` brings. Equal questions at once make one flight; a waiter who leaves
   * does not take the others along; the flight is aborted when its last waiter has gone.
   * @param onProgress hears how far the flight is, whoever began it; never, where the rows were kept
   * @throws what `make` throws; what the data alone is the reason of is thrown again for a while without asking
   */
  through(wanted: Wanted, make: Make<Rows>, waiter: AbortSignal, onProgress?: OnProgress): Promise<Held>;
}
