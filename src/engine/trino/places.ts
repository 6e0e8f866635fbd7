import { endedBy } from '../../problems/cancelled.js';
import { unavailable } from './problems.js';

/** So many queries at once; who comes later waits in line, and may leave it. */
export class Places {
  private readonly line = new Set<{ readonly take: () => void; readonly leave: (error: Error) => void }>();
  private busy = 0;
  private closed = false;

  constructor(private readonly most: number) {}

  /** @throws CANCELLED when the signal is aborted in the line */
  take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(endedBy(signal));
    if (this.closed) return Promise.reject(unavailable('The server is shutting down.'));
    if (this.busy < this.most) {
      this.busy += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => waiting.leave(endedBy(signal));
      const out = () => {
        this.line.delete(waiting);
        signal.removeEventListener('abort', onAbort);
      };
      const waiting = {
        take: () => {
          out();
          resolve();
        },
        leave: (error: Error) => {
          out();
          reject(error);
        },
      };
      this.line.add(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  give(): void {
    const [next] = this.line;
    if (next) next.take();
    else this.busy -= 1;
  }

  close(): void {
    this.closed = true;
    for (const waiting of this.line) waiting.leave(unavailable('The server is shutting down.'));
  }
}
