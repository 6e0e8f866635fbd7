import type { Rows, Statement, TableVersion } from '../engine.js';
import { type Probe, probe, readFiles, readPartitions, readSnapshot } from './version-queries.js';

type Ask = (statement: Statement) => Promise<Rows>;

/** What was seen so many ticks ago is no longer relied on. */
const MOST_TICKS = 3;
/** Tables that nobody asked for so long are no longer followed. */
const MOST_IDLE = 600_000;
/** Looking at the files of a table takes a tenth of the time at most, but is never put off for longer than this. */
const SHARE = 10;
const LONGEST_PAUSE = 600_000;

interface Followed {
  readonly table: string;
  askedAt: number;
  /** When the last look that succeeded began; 0 for never. */
  seenAt: number;
  looking: Promise<void> | undefined;
  probe: Probe | undefined;
  /** `version` is null where the connector tells nothing. */
  partitions: string | null;
  files: { readonly version: string; readonly modifiedAt: string | null; readonly nextAt: number } | null;
}

/**
 * Versions of tables, followed in the background for those that are in use, so that asking costs nothing. While a version
 * is unknown (at first, for views, or with the engine away), it is that of the moment, and what is kept under it is used
 * for two ticks at most.
 */
export class TableVersions {
  private readonly tables = new Map<string, Followed>();
  private readonly epoch = Date.now().toString(36);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ask: Ask,
    /** Milliseconds between two looks at a table: a change is seen after that, and the time that asking takes. */
    private readonly tick: number,
  ) {}

  of(tables: readonly string[]): readonly TableVersion[] {
    return tables.map((table) => this.versionOf(this.follow(table)));
  }

  close(): void {
    clearInterval(this.timer);
    this.tables.clear();
  }

  private follow(table: string): Followed {
    let followed = this.tables.get(table);
    if (followed === undefined) {
      followed = { table, askedAt: 0, seenAt: 0, looking: undefined, probe: undefined, partitions: null, files: null };
      this.tables.set(table, followed);
    }
    followed.askedAt = Date.now();
    if (followed.askedAt - followed.seenAt > this.tick * MOST_TICKS) this.look(followed);
    this.timer ??= setInterval(() => void this.lookAround(), this.tick).unref();
    return followed;
  }

  private versionOf({ table, seenAt, partitions, files }: Followed): TableVersion {
    const now = Date.now();
    if (now - seenAt > this.tick * MOST_TICKS || files === null)
      return { table, version: `unknown-${this.epoch}-${Math.floor(now / (2 * this.tick))}`, modifiedAt: null };
    return { table, version: `${partitions ?? ''}/${files.version}`, modifiedAt: files.modifiedAt };
  }

  /** One after the other: this is never what the engine is busy with. */
  private async lookAround(): Promise<void> {
    for (const followed of this.tables.values()) {
      if (Date.now() - followed.askedAt > MOST_IDLE) this.tables.delete(followed.table);
      else if (Date.now() - followed.seenAt >= this.tick * 0.9) await this.look(followed);
    }
  }

  private look(followed: Followed): Promise<void> {
    followed.looking ??= this.see(followed)
      .catch(() => {
        followed.probe = undefined; // the table may have become another one
      })
      .finally(() => {
        followed.looking = undefined;
      });
    return followed.looking;
  }

  private async see(followed: Followed): Promise<void> {
    const began = Date.now();
    const { table } = followed;
    followed.probe ??= await probe(this.ask, table);
    switch (followed.probe.kind) {
      case 'nothing':
        followed.files = null;
        break;
      case 'snapshots':
        followed.files = { ...(await readSnapshot(this.ask, table, followed.probe)), nextAt: 0 };
        break;
      case 'files': {
        const { partitionColumns } = followed.probe;
        followed.partitions =
          partitionColumns.length === 0 ? null : await readPartitions(this.ask, table, partitionColumns);
        const start = Date.now();
        if (followed.files === null || start >= followed.files.nextAt) {
          const files = await readFiles(this.ask, table);
          const pause = Math.min((Date.now() - start) * SHARE, LONGEST_PAUSE);
          followed.files = { ...files, nextAt: start + pause };
        }
      }
    }
    followed.seenAt = began;
  }
}
