import type { OnProgress, RunStatistics } from '../engine/engine.js';
import { cancelled, endedBy } from '../problems/cancelled.js';

/** Work that can be ended, and that tells how far it is. */
export type Make<T> = (signal: AbortSignal, onProgress: OnProgress) => Promise<T>;

/** One question under way, and those who wait for its answer. */
export class Flight<T> {
  private readonly controller = new AbortController();
  private readonly landed: Promise<T>;
  private readonly watchers = new Set<OnProgress>();
  private progress: RunStatistics | undefined;
  private waiters = 0;

  /** @param abandoned told when the last waiter has gone, just before the work is aborted */
  constructor(
    make: Make<T>,
    private readonly abandoned: () => void,
  ) {
    const { signal } = this.controller;
    this.landed = Promise.resolve().then(() => {
      if (signal.aborted) throw cancelled();
      return make(signal, (progress) => {
        this.progress = progress;
        for (const watcher of this.watchers) watcher(progress);
      });
    });
    this.landed.catch(() => {}); // each waiter hears of a failure by itself
  }

  /**
   * @param onProgress hears how far the work is: at once, where it has begun
   * @throws CANCELLED, or the signal's own problem, as soon as the waiter leaves; else what the work throws
   */
  join(waiter: AbortSignal, onProgress?: OnProgress): Promise<T> {
    if (waiter.aborted) return Promise.reject(endedBy(waiter));
    this.waiters += 1;
    const watcher: OnProgress = (progress) => onProgress?.(progress);
    this.watchers.add(watcher);
    if (this.progress !== undefined) watcher(this.progress);
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(endedBy(waiter));
        this.watchers.delete(watcher);
        this.waiters -= 1;
        if (this.waiters > 0) return;
        this.abandoned();
        this.controller.abort();
      };
      waiter.addEventListener('abort', leave, { once: true });
      this.landed.finally(() => waiter.removeEventListener('abort', leave)).then(resolve, reject);
    });
  }
}
