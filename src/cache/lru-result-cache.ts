import type { OnProgress, Rows } from '../engine/engine.js';
import { endedBy } from '../problems/cancelled.js';
import type { ProblemError } from '../problems/problem.js';
import { BoundedStore, type Section, type StoreSize } from './bounded-store.js';
import { isOfTheData, isOfTheMoment } from './failures.js';
import { Flight, type Make } from './flight.js';
import type { Held, ResultCache, Wanted } from './result-cache.js';
import { bytesOf } from './size.js';

interface Kept {
  readonly rows: Rows;
  readonly answeredAt: number;
  currentAt: number;
}

interface Failure {
  readonly error: ProblemError;
  readonly failedAt: number;
}

export type ResultCacheOptions = (StoreSize | { readonly store: BoundedStore }) & {
  /** How long an answer behind a stale one may take, in seconds. */
  readonly seconds?: number | undefined;
  readonly now?: (() => number) | undefined;
};

const FAILURE_BYTES = 2_000;
const FAILURES_KEPT = 60_000;
/** A question under way: its plan, its statement and those who wait. */
export const FLIGHT_BYTES = 4_000;

/** Flights and answers are two things: only finished rows, whose size is known, are kept. */
export class LruResultCache implements ResultCache {
  readonly store: BoundedStore;
  private readonly kept: Section<Kept>;
  private readonly failures: Section<Failure>;
  /** By question: under which key its rows were kept last. */
  private readonly latest = new Map<string, string>();
  private readonly flights = new Map<string, Flight<Kept>>();
  private readonly now: () => number;
  private readonly seconds: number;

  constructor({ seconds = 300, now = Date.now, ...place }: ResultCacheOptions) {
    this.store = 'store' in place ? place.store : new BoundedStore(place);
    this.kept = this.store.section('rows');
    this.failures = this.store.section('failures');
    this.now = now;
    this.seconds = seconds;
  }

  async through(wanted: Wanted, make: Make<Rows>, waiter: AbortSignal, onProgress?: OnProgress): Promise<Held> {
    if (waiter.aborted) throw endedBy(waiter);
    const kept = this.kept.get(wanted.key);
    if (kept !== undefined && wanted.seenAt !== null) kept.currentAt = Math.max(kept.currentAt, wanted.seenAt);
    if (kept !== undefined && this.isFresh(kept, wanted)) return { ...kept, state: 'HIT' };
    this.throwKnownFailure(wanted);
    const earlier = kept ?? this.kept.get(this.latest.get(wanted.question) ?? '');
    if (earlier !== undefined && this.mayStandIn(earlier, wanted, wanted.lifetime.staleWhileRevalidate)) {
      this.revalidate(wanted, make);
      return { ...earlier, state: 'STALE' };
    }
    const underWay = this.flights.get(wanted.key);
    const flight = underWay ?? this.start(wanted, make);
    try {
      return { ...(await flight.join(waiter, onProgress)), state: underWay ? 'JOINED' : 'MISS' };
    } catch (error) {
      if (waiter.aborted || earlier === undefined || !isOfTheMoment(error)) throw error;
      if (!this.mayStandIn(earlier, wanted, wanted.lifetime.staleIfError)) throw error;
      return { ...earlier, state: 'STALE' };
    }
  }

  private isFresh({ currentAt }: Kept, { seenAt, lifetime, maxAge }: Wanted): boolean {
    const age = this.now() - currentAt;
    return age <= maxAge && (seenAt !== null || age <= lifetime.maxAge);
  }

  /** @param patience how long after it was fresh for the last time */
  private mayStandIn({ currentAt }: Kept, { seenAt, lifetime, maxAge }: Wanted, patience: number): boolean {
    const age = this.now() - currentAt;
    return patience > 0 && age <= maxAge && age <= patience + (seenAt === null ? lifetime.maxAge : 0);
  }

  private throwKnownFailure({ key, maxAge }: Wanted): void {
    const failure = this.failures.get(key);
    if (failure === undefined) return;
    if (this.now() - failure.failedAt <= Math.min(FAILURES_KEPT, maxAge)) throw failure.error;
    this.failures.delete(key);
  }

  /** Nobody waits for it: who asked has been answered. */
  private revalidate(wanted: Wanted, make: Make<Rows>): void {
    if (this.flights.has(wanted.key)) return;
    const limit = AbortSignal.timeout(this.seconds * 1000);
    this.start(wanted, make)
      .join(limit)
      .catch(() => {}); // the earlier rows stand in for as long as they may
  }

  private start(wanted: Wanted, make: Make<Rows>): Flight<Kept> {
    const { key } = wanted;
    const land = this.store.hold(FLIGHT_BYTES);
    const end = () => {
      land();
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    const flight: Flight<Kept> = new Flight(async (signal, onProgress) => {
      const beganAt = this.now();
      try {
        const rows = await make(signal, onProgress);
        const kept = { rows, answeredAt: this.now(), currentAt: currentAt(rows, wanted, beganAt) };
        land(); // from here on it is counted as what is kept
        if (!signal.aborted) this.keep(wanted, kept);
        return kept;
      } catch (error) {
        if (!signal.aborted) this.keepFailure(wanted, error);
        throw error;
      } finally {
        end();
      }
    }, end);
    this.flights.set(key, flight);
    return flight;
  }

  private keep({ key, question, closed }: Wanted, kept: Kept): void {
    const gone = () => {
      if (this.latest.get(question) === key) this.latest.delete(question);
    };
    if (this.kept.set(key, kept, { bytes: bytesOf(kept.rows), closed, gone })) this.latest.set(question, key);
  }

  private keepFailure({ key, closed }: Wanted, error: unknown): void {
    if (isOfTheData(error)) this.failures.set(key, { error, failedAt: this.now() }, { bytes: FAILURE_BYTES, closed });
  }
}

/** Rows that were reckoned from kept ones are of when their tables were last looked at. */
const currentAt = ({ derived }: Rows, { seenAt }: Wanted, beganAt: number): number =>
  derived === undefined ? beganAt : Math.min(beganAt, Math.max(derived.answeredAt, seenAt ?? 0));
