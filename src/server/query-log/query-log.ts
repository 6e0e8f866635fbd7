import { appendFile, rename, rm, stat } from 'node:fs/promises';
import type { QueryRecord } from './record.js';

export interface QueryLogSettings {
  readonly file: string;
  /** At which a file is put aside, `<file>.1` being the latest of those. */
  readonly maxBytes: number;
  /** How many are kept, the one that is written included. */
  readonly files: number;
}

/** Lines that wait to be written; more are dropped, since no answer waits for its line. */
const MOST_WAITING = 10_000;

/** Lines of JSON, in files that are put aside when they are full. What cannot be written is told once, and fails nothing. */
export class QueryLog {
  private waiting: string[] = [];
  private writing: Promise<void> | null = null;
  private told = false;

  constructor(
    private readonly settings: QueryLogSettings,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  write(record: QueryRecord): void {
    if (this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(`${JSON.stringify(record)}\n`);
    this.writing ??= this.drain().finally(() => (this.writing = null));
  }

  /** All lines so far are on disk. */
  async close(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const lines = this.waiting.join('');
      this.waiting = [];
      try {
        await this.rotate(Buffer.byteLength(lines));
        await appendFile(this.settings.file, lines);
      } catch (error) {
        if (!this.told) this.onFailure(error);
        this.told = true;
      }
    }
  }

  private async rotate(more: number): Promise<void> {
    const { file, maxBytes, files } = this.settings;
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size === 0 || size + more <= maxBytes) return;
    const name = (age: number): string => (age === 0 ? file : `${file}.${age}`);
    await rm(name(files - 1), { force: true });
    for (let age = files - 2; age >= 0; age--) await rename(name(age), name(age + 1)).catch(() => {});
  }
}
