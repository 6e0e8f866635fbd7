import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { endedBy } from '../../problems/cancelled.js';
import { withCause } from './errors.js';

interface Waiting {
  readonly take: (connection: DuckDBConnection) => void;
  readonly leave: (error: Error) => void;
}

/**
 * One connection for each query that runs, and never more queries than `most`: each holds a thread of libuv's pool, which
 * file access needs too. Who comes later waits in line.
 */
export class Connections {
  private readonly idle: DuckDBConnection[] = [];
  private readonly line = new Set<Waiting>();
  private busy = 0;
  private closed = false;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly most: number,
  ) {}

  /** @throws CANCELLED when the signal is aborted in the line */
  async take(signal: AbortSignal): Promise<DuckDBConnection> {
    if (signal.aborted) throw endedBy(signal);
    if (this.closed) throw unavailable();
    if (this.busy >= this.most) return this.waitInLine(signal);
    this.busy += 1;
    const idle = this.idle.pop();
    if (idle) return idle;
    try {
      return await this.instance.connect();
    } catch (error) {
      this.free();
      throw withCause({ code: 'ENGINE_UNAVAILABLE', message: 'The engine gives no connection.' }, error);
    }
  }

  give(connection: DuckDBConnection): void {
    const [next] = this.line;
    if (next) {
      this.line.delete(next);
      next.take(connection);
      return;
    }
    this.idle.push(connection);
    this.free();
  }

  /** Sends the line home and waits for the queries that still run. */
  async close(): Promise<void> {
    this.closed = true;
    for (const waiting of this.line) waiting.leave(unavailable());
    this.line.clear();
    if (this.busy > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
    for (const connection of this.idle.splice(0)) connection.closeSync();
  }

  private free(): void {
    this.busy -= 1;
    if (this.busy === 0) this.whenIdle?.();
  }

  private waitInLine(signal: AbortSignal): Promise<DuckDBConnection> {
    return new Promise((resolve, reject) => {
      const leave = (error: Error) => {
        this.line.delete(waiting);
        signal.removeEventListener('abort', onAbort);
        reject(error);
      };
      const onAbort = () => leave(endedBy(signal));
      const waiting: Waiting = {
        take: (connection) => {
          signal.removeEventListener('abort', onAbort);
          resolve(connection);
        },
        leave,
      };
      this.line.add(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

const unavailable = () => withCause({ code: 'ENGINE_UNAVAILABLE', message: 'The engine is shutting down.' }, undefined);
