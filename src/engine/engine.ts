import type { Problem } from '../problems/problem.js';
import type { EngineName, ResultColumn, Statement } from '../sql/statement.js';

export type { EngineName, Parameter, ResultColumn, Statement } from '../sql/statement.js';

/** JSON-ready: integer and double are numbers; bigint and decimal text; dates 2024-01-31; timestamps 2024-01-31T23:59:59.5. */
export type Cell = number | string | boolean | null;

/** Rows by column: `values[c][r]`, columns in the order of the statement's. */
export interface Rows {
  readonly columns: readonly ResultColumn[];
  readonly values: readonly (readonly Cell[])[];
  readonly rowCount: number;
  /** What the engine says it took, where it says so. */
  readonly statistics?: RunStatistics | undefined;
  /** Where they do not come from the engine alone. */
  readonly derived?: Derivation | undefined;
}

/** Rows that were reckoned from rows which were kept. */
export interface Derivation {
  /** Whether nothing had to be asked of the engine besides. */
  readonly complete: boolean;
  /** Epoch milliseconds at which the engine gave the oldest of them. */
  readonly answeredAt: number;
  /** For people: of which rows, by which groups. */
  readonly from: readonly string[];
}

/** How far a query is, or what it took. */
export interface RunStatistics {
  /** Under which the engine's own pages and logs know it. */
  readonly queryId: string;
  readonly state: string;
  readonly splits: { readonly done: number; readonly of: number };
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly peakMemoryBytes: number;
  readonly milliseconds: { readonly elapsed: number; readonly queued: number; readonly cpu: number };
}

export type OnProgress = (progress: RunStatistics) => void;

/** Takes a part of the rows; the next one is not read before. It has to end when the signal of the run is aborted. */
export type Receive = (part: Rows) => Promise<void> | void;

export interface RunOptions {
  /** In whose name the query runs, where the engine is configured to impersonate. */
  readonly user?: string | undefined;
  /** Ties the engine's query to a request in its logs. */
  readonly traceToken?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** How long it may take, in place of the engine's own deadline. */
  readonly seconds?: number | undefined;
}

export interface EngineReadiness {
  readonly state: 'ok' | 'unavailable' | 'misconfigured';
  /** Of the engine itself, if it said so. */
  readonly version: string | null;
  readonly problems: readonly Problem[];
}

/** What is known of a table's data: `version` changes when the data does; `modifiedAt` is an ISO instant, if known. */
export interface TableVersion {
  readonly table: string;
  readonly version: string;
  readonly modifiedAt: string | null;
  /** Said where the engine cannot tell: `version` is one of the moment then, and says nothing of the data. */
  readonly isKnown?: false | undefined;
  /** Epoch milliseconds at which it was seen; just now, unless said. */
  readonly seenAt?: number | undefined;
  /** Where the engine knows the state of each partition by itself. */
  readonly parts?: TableParts | undefined;
}

/** The partitions of a table: by their values (a JSON list of texts and nulls, one for each column), what tells their states apart. */
export interface TableParts {
  readonly columns: readonly string[];
  readonly states: ReadonlyMap<string, string>;
}

export interface Engine {
  readonly name: EngineName;
  /** @throws ProblemError with a code of the engine family (ENGINE_…, TABLE_NOT_FOUND, RESULT_TOO_LARGE), never raw text */
  run(statement: Statement, signal: AbortSignal, options?: RunOptions): Promise<Rows>;
  /**
   * Gives the rows part by part, in order, however many: none is kept. Streams have a line of their own, since each lasts
   * as long as its reader takes.
   * @throws as `run` does, also after some parts; what `receive` throws ends the query
   */
  stream(statement: Statement, receive: Receive, signal: AbortSignal, options?: RunOptions): Promise<void>;
  /** Versions of these tables as they are now; cheap enough to ask on each request. */
  versionsOf(tables: readonly string[]): readonly TableVersion[];
  /** By which a table is partitioned; null where the engine does not know, or there is no such table. */
  partitionColumns?(table: string, signal: AbortSignal): Promise<readonly string[] | null>;
  /** Whether it answers with these settings, asked anew; never fails. An engine without it is ready while it runs. */
  readiness?(): Promise<EngineReadiness>;
  close(): Promise<void>;
}
