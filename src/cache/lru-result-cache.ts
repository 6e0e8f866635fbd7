import { LRUCache } from 'lru-cache';
import type { OnProgress, Rows } from '../engine/engine.js';
import { endedBy } from '../problems/cancelled.js';
import { Flight, type Make } from './flight.js';
import type { Held, ResultCache } from './result-cache.js';
import { bytesOf } from './size.js';

interface Kept {
  readonly rows: Rows;
  readonly answeredAt: number;
}

export interface CacheSize {
  /** Bound of all that is kept, in bytes; 0 keeps nothing, and flights are still shared. */
  readonly maxBytes: number;
  /** No answer may take more than this share of it. */
  readonly largestShare?: number | undefined;
}

/** Flights and answers are two things: only finished rows, whose size is known, are kept. */
export class LruResultCache implements ResultCache {
  private readonly kept: LRUCache<string, Kept> | undefined;
  private readonly flights = new Map<string, Flight<Kept>>();

  constructor({ maxBytes, largestShare = 0.25 }: CacheSize) {
    const maxEntrySize = Math.floor(maxBytes * largestShare);
    if (maxEntrySize >= 1) this.kept = new LRUCache({ maxSize: maxBytes, maxEntrySize });
  }

  get bytes(): number {
    return this.kept?.calculatedSize ?? 0;
  }

  get entries(): number {
    return this.kept?.size ?? 0;
  }

  async through(key: string, make: Make<Rows>, waiter: AbortSignal, onProgress?: OnProgress): Promise<Held> {
    if (waiter.aborted) throw endedBy(waiter);
    const kept = this.kept?.get(key);
    if (kept) return { ...kept, state: 'HIT' };
    const underWay = this.flights.get(key);
    const flight = underWay ?? this.start(key, make);
    return { ...(await flight.join(waiter, onProgress)), state: underWay ? 'JOINED' : 'MISS' };
  }

  private start(key: string, make: Make<Rows>): Flight<Kept> {
    const end = () => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    const flight: Flight<Kept> = new Flight(async (signal, onProgress) => {
      try {
        const kept = { rows: await make(signal, onProgress), answeredAt: Date.now() };
        if (!signal.aborted) this.kept?.set(key, kept, { size: bytesOf(kept.rows) });
        return kept;
      } finally {
        end();
      }
    }, end);
    this.flights.set(key, flight);
    return flight;
  }
}
