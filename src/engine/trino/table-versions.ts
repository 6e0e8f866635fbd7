import type { Rows, Statement, TableParts, TableVersion } from '../engine.js';
import {
  listPartitions,
  type Probe,
  probe,
  readFiles,
  readFilesOfPartitions,
  readPartitions,
  readSnapshot,
  type Seen,
} from './version-queries.js';

type Ask = (statement: Statement) => Promise<Rows>;

/** What was seen so many ticks ago is no longer relied on. */
const MOST_TICKS = 3;
/** Tables that nobody asked for so long are no longer followed. */
const MOST_IDLE = 600_000;
/** Looking at the files of a table takes a tenth of the time at most, but is never put off for longer than this. */
const SHARE = 10;
const LONGEST_PAUSE = 600_000;
/** Of tables with more partitions the states of each are not held. */
const MOST_PARTS = 20_000;

interface Look {
  readonly states?: ReadonlyMap<string, string>;
  readonly beganAt: number;
  readonly nextAt: number;
}

interface Followed {
  readonly table: string;
  askedAt: number;
  /** When the last look that succeeded began; 0 for never. */
  seenAt: number;
  looking: Promise<void> | undefined;
  lookingAtFiles: Promise<void> | undefined;
  probe: Probe | undefined;
  /** What tells the list of partitions from any other; null where there are none, or the connector tells nothing. */
  partitions: string | null;
  /** The partitions themselves, where they are few enough to hold. */
  names: readonly string[] | null;
  files: (Seen & Look) | null;
  parts: TableParts | undefined;
}

/**
 * Versions of tables, followed in the background for those that are in use, so that asking costs nothing. While a version
 * is unknown (at first, for views, or with the engine away), it is that of the moment.
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
      followed = {
        ...{ table, askedAt: 0, seenAt: 0, looking: undefined, lookingAtFiles: undefined, probe: undefined },
        ...{ partitions: null, names: null, files: null, parts: undefined },
      };
      this.tables.set(table, followed);
    }
    followed.askedAt = Date.now();
    if (followed.askedAt - followed.seenAt > this.tick * MOST_TICKS) this.look(followed);
    this.timer ??= setInterval(() => void this.lookAround(), this.tick).unref();
    return followed;
  }

  private versionOf({ table, seenAt, partitions, files, parts }: Followed): TableVersion {
    const now = Date.now();
    if (now - seenAt > this.tick * MOST_TICKS || files === null)
      return {
        table,
        version: `unknown-${this.epoch}-${Math.floor(now / (2 * this.tick))}`,
        modifiedAt: null,
        isKnown: false,
      };
    return {
      table,
      version: `${partitions ?? ''}/${files.version}`,
      modifiedAt: files.modifiedAt,
      seenAt: Math.min(seenAt, files.beganAt),
      ...(parts && { parts }),
    };
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
        followed.files = { ...(await readSnapshot(this.ask, table, followed.probe)), beganAt: began, nextAt: 0 };
        break;
      case 'files':
        await this.seePartitions(followed, followed.probe.partitionColumns);
    }
    followed.seenAt = began;
  }

  /** The list of partitions is quick to ask for, and is not put off by a look at the files, which takes far longer. */
  private async seePartitions(followed: Followed, columns: readonly string[]): Promise<void> {
    const { table } = followed;
    const found = columns.length === 0 ? null : await readPartitions(this.ask, table, columns);
    const canHold = found !== null && found.count <= MOST_PARTS;
    if (!canHold) followed.names = null;
    else if (followed.names === null || found.version !== followed.partitions)
      followed.names = await listPartitions(this.ask, table, columns);
    followed.partitions = found?.version ?? null;
    if (followed.files === null) await this.seeFiles(followed, canHold ? columns : []);
    else if (Date.now() >= followed.files.nextAt)
      void this.seeFiles(followed, canHold ? columns : []).catch(() => {
        followed.files = null; // then nothing is known of the table
      });
    followed.parts = partsOf(columns, followed);
  }

  /** @param columns by which the files are told apart */
  private seeFiles(followed: Followed, columns: readonly string[]): Promise<void> {
    followed.lookingAtFiles ??= this.readFiles(followed, columns).finally(() => {
      followed.lookingAtFiles = undefined;
    });
    return followed.lookingAtFiles;
  }

  private async readFiles(followed: Followed, columns: readonly string[]): Promise<void> {
    const { table } = followed;
    const began = Date.now();
    const files =
      columns.length === 0 ? await readFiles(this.ask, table) : await readFilesOfPartitions(this.ask, table, columns);
    followed.files = {
      ...files,
      beganAt: began,
      nextAt: began + Math.min((Date.now() - began) * SHARE, LONGEST_PAUSE),
    };
    followed.parts = partsOf(columns, followed);
  }
}

/** A partition whose files nobody has looked at yet is in a state of its own. */
function partsOf(columns: readonly string[], { names, files, parts }: Followed): TableParts | undefined {
  const states = files?.states;
  if (names === null || states === undefined) return undefined;
  const made = new Map(names.map((name) => [name, states.get(name) ?? '']));
  const isSame =
    parts?.states.size === made.size && [...made].every(([name, state]) => parts.states.get(name) === state);
  return parts && isSame ? parts : { columns, states: made };
}
