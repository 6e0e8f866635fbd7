import type { DataFiles } from '../../engine/duckdb/tables.js';
import type { TrinoProfile } from '../../engine/trino/profile.js';
import type { Lifetime } from '../../time/lifetime.js';

/** Everything that can be set, checked and complete; paths are absolute. */
export interface Configuration {
  /** The folder of the project file. */
  readonly project: string;
  /** The folder of the definitions. */
  readonly metrics: string;
  /** What dbt has written, in place of that folder: a manifest, or the folder that it is in. */
  readonly dbt: string | undefined;
  readonly engine: EngineConfiguration;
  readonly server: ServerConfiguration;
  readonly limits: Limits;
  /** `limits.sql_datasets`: whether datasets may be given by `sql:`; else each names a table. */
  readonly sqlDatasets: boolean;
  readonly cache: {
    readonly megabytes: number;
    /** Whether rows of one question may give the answer to another. */
    readonly derive: boolean;
    readonly lifetime: Lifetime;
  };
  /** Whether the server proves in the background that keys are unique; without, answers over links warn. */
  readonly proofs: 'background' | 'off';
  /** Where a line of each question goes; undefined for nowhere. */
  readonly queryLog: { readonly file: string; readonly maxBytes: number; readonly files: number } | undefined;
  /** Whether answers are read from rollups. */
  readonly useRollups: boolean;
}

export interface EngineConfiguration {
  readonly kind: 'duckdb' | 'trino';
  readonly data: DataFiles;
  /** Whether the sample of a streaming service is made in the first folder of `data` when it is not there. */
  readonly sample: boolean;
  readonly threads?: number | undefined;
  readonly memoryLimit?: string | undefined;
  readonly maxQueries?: number | undefined;
  /** Where rollups lie: a folder for DuckDB, a schema of the catalog for Trino. */
  readonly rollups: { readonly folder: string; readonly schema: string };
  /** Set where `kind` is trino. */
  readonly trino?: TrinoProfile | undefined;
}

export interface ServerConfiguration {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Definitions are followed, and a change is live within a second. */
  readonly watch: boolean;
  /** In lower case: where a trusted proxy says who asks. Set exactly where the engine impersonates. */
  readonly userHeader: string | undefined;
}

export interface Limits {
  /** Rows of one answer; more is an error, never a silent cut. */
  readonly rows: number;
  /** A request that takes longer is ended, and its queries with it where nobody else waits for them. */
  readonly seconds: number;
  /** Bytes of a request. */
  readonly bodyBytes: number;
  /** Of a GraphQL document: its tokens, how deep fields nest, root fields (each may be a query), all fields. */
  readonly tokens: number;
  readonly depth: number;
  readonly rootFields: number;
  readonly fields: number;
  /** Rows of one export, and how long one may take; null where any number may go. */
  readonly exportRows: number | null;
  readonly exportSeconds: number;
}
