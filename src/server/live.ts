import type { Serving } from './serving.js';

interface Held {
  readonly serving: Serving;
  users: number;
  replaced: boolean;
}

/** The one reference that a reload swaps. A request keeps what it found at arrival; the replaced one stops when its last has gone. */
export class Live {
  private held: Held;
  private readonly stopping = new Set<Promise<void>>();

  constructor(serving: Serving) {
    this.held = { serving, users: 0, replaced: false };
  }

  get current(): Serving {
    return this.held.serving;
  }

  async use<T>(work: (serving: Serving) => Promise<T>): Promise<T> {
    const { held } = this;
    held.users += 1;
    try {
      return await work(held.serving);
    } finally {
      held.users -= 1;
      this.stopIfDone(held);
    }
  }

  swap(next: Serving): void {
    const { held } = this;
    this.held = { serving: next, users: 0, replaced: false };
    held.replaced = true;
    this.stopIfDone(held);
  }

  /** Stops the current one too, once nobody uses it. */
  async stop(): Promise<void> {
    this.held.replaced = true;
    this.stopIfDone(this.held);
    await Promise.all(this.stopping);
  }

  private stopIfDone(held: Held): void {
    if (!held.replaced || held.users > 0) return;
    const stopped = held.serving.stop().finally(() => this.stopping.delete(stopped));
    this.stopping.add(stopped);
  }
}
