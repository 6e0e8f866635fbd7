import { ProblemError } from '../problems/problem.js';

/** One question under way, and those who wait for its answer. */
export class Flight<T> {
  private readonly controller = new AbortController();
  private readonly landed: Promise<T>;
  private waiters = 0;

  /** @param abandoned told when the last waiter has gone, just before the work is aborted */
  constructor(
    make: (signal: AbortSignal) => Promise<T>,
    private readonly abandoned: () => void,
  ) {
    const { signal } = this.controller;
    this.landed = Promise.resolve().then(() => {
      if (signal.aborted) throw cancelled();
      return make(signal);
    });
    this.landed.catch(() => {}); // each waiter hears of a failure by itself
  }

  /** @throws CANCELLED as soon as the waiter leaves; else what the work throws */
  join(waiter: AbortSignal): Promise<T> {
    if (waiter.aborted) return Promise.reject(cancelled());
    this.waiters += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(cancelled());
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

export const cancelled = () =>
  new ProblemError([{ code: 'CANCELLED', message: 'The request was cancelled before its answer came.' }]);
