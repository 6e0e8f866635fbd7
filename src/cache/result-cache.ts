import type { OnProgress, Rows } from '../engine/engine.js';
import type { Make } from './flight.js';

/** `state` says how the rows came: kept (HIT), asked of the engine (MISS), or by joining a flight under way (JOINED). */
export interface Held {
  readonly rows: Rows;
  readonly state: 'HIT' | 'MISS' | 'JOINED';
  /** Epoch milliseconds at which the engine gave the rows. */
  readonly answeredAt: number;
}

export interface ResultCache {
  /**
   * The rows under a key, or those that `make` brings. Equal questions at once make one flight; a waiter who leaves
   * does not take the others along; the flight is aborted when its last waiter has gone. Failures are not kept.
   * @param onProgress hears how far the flight is, whoever began it; never, where the rows were kept
   */
  through(key: string, make: Make<Rows>, waiter: AbortSignal, onProgress?: OnProgress): Promise<Held>;
}
