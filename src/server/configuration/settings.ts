import { z } from 'zod';
import { DURATION } from '../../time/lifetime.js';

/** A number, switch or text as the environment and the command line give it. */
const count = (least: number, most: number) => z.int().min(least).max(most);
const path = z.string().min(1);
const duration = z.string().regex(DURATION, 'expected a duration such as 5 minutes');

const name = z.string().min(1);
/** What the address and the login have to look like is checked by the engine itself. */
const trinoSchema = z.strictObject({
  server: z.string('expected the address of the coordinator, such as https://trino.example.org:8443'),
  catalog: name.default('hive'),
  schema: name.default('default'),
  user: name.default('grainline'),
  password: name.optional(),
  token: name.optional(),
  tls: z.strictObject({ ca: path.optional() }).optional(),
  source: name.optional(),
  client_tags: z.array(name).optional(),
  session: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  roles: z.record(z.string(), name).optional(),
  impersonate: z.boolean().default(false),
  deadline_seconds: z.number().positive().max(86_400).default(300),
  freshness_seconds: z.number().min(1).max(3_600).default(15),
});

/** The shape of grainline.yaml; the environment and the command line set single values of it. */
const settingsSchema = z.strictObject({
  metrics: path.default('metrics'),
  dbt: path.optional(),
  engine: z
    .strictObject({
      kind: z.enum(['duckdb', 'trino']).default('duckdb'),
      data: z.union([path, z.array(path).min(1), z.record(z.string(), path)]).default('.data'),
      sample: z.boolean().default(false),
      threads: count(1, 1024).optional(),
      memory_limit: z
        .string()
        .regex(/^\d+(\.\d+)?\s*([KMGT]i?B|%)$/i, 'expected a size such as 4GB')
        .optional(),
      max_queries: count(1, 64).optional(),
      trino: trinoSchema.optional(),
    })
    .refine(({ kind, trino }) => kind !== 'trino' || trino !== undefined, {
      path: ['trino', 'server'],
      error: 'expected the address of the coordinator, such as https://trino.example.org:8443',
    })
    .prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: count(0, 65_535).default(4000),
      watch: z.boolean().default(false),
      user_header: z
        .string()
        .regex(/^[\w-]+$/, 'expected the name of a header, such as x-forwarded-user')
        .transform((header) => header.toLowerCase())
        .optional(),
    })
    .prefault({}),
  limits: z
    .strictObject({
      rows: count(1, 10_000_000).default(100_000),
      seconds: z.number().positive().max(86_400).default(300),
      body_bytes: count(1_000, 100_000_000).default(1_048_576),
      tokens: count(100, 1_000_000).default(20_000),
      depth: count(3, 100).default(12),
      root_fields: count(1, 10_000).default(200),
      fields: count(10, 100_000).default(5_000),
      export_rows: count(1, 1_000_000_000_000).optional(),
      export_seconds: z.number().positive().max(86_400).default(3_600),
      sql_datasets: z.boolean().default(true),
    })
    .prefault({}),
  cache: z
    .strictObject({
      megabytes: count(0, 1_000_000).default(256),
      derive: z.boolean().default(true),
      max_age: duration.default('30 seconds'),
      closed_max_age: duration.optional(),
      stale_while_revalidate: duration.default('0 seconds'),
      stale_if_error: duration.default('0 seconds'),
    })
    .prefault({}),
  proofs: z.enum(['background', 'off']).default('background'),
  query_log: z
    .strictObject({
      file: path,
      megabytes: count(1, 100_000).default(64),
      files: count(1, 1_000).default(5),
    })
    .optional(),
  rollups: z
    .strictObject({
      use: z.boolean().default(true),
      folder: path.default('.rollups'),
      schema: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/, 'expected the name of a schema, such as grainline_rollups')
        .default('grainline_rollups'),
    })
    .prefault({}),
});

/** Settings that mean nothing, or something dangerous, without one another. */
export const projectSchema = settingsSchema
  .refine(({ engine, server }) => !engine.trino?.impersonate || server.user_header !== undefined, {
    path: ['engine', 'trino', 'impersonate'],
    error: 'nothing says who asks: name the header in which a trusted proxy sends the user with server.user_header',
  })
  .refine(({ engine, server }) => server.user_header === undefined || (engine.trino?.impersonate ?? false), {
    path: ['server', 'user_header'],
    error: 'it has no effect unless engine.trino.impersonate is true',
  });

export type ProjectSettings = z.output<typeof projectSchema>;

export interface Override {
  /** Where in grainline.yaml the value belongs. */
  readonly setting: string;
  readonly environment: string;
  readonly flag?: string | undefined;
  /** A text, whatever it looks like: a password may be 12345. */
  readonly isText?: boolean | undefined;
  readonly means: string;
}

/** What can be said without a file, in the order of `--help`. */
export const OVERRIDES: readonly Override[] = [
  {
    setting: 'server.port',
    environment: 'GRAINLINE_PORT',
    flag: 'port',
    means: 'port to listen on; 0 takes a free one',
  },
  { setting: 'server.host', environment: 'GRAINLINE_HOST', flag: 'host', means: 'address to listen on' },
  { setting: 'metrics', environment: 'GRAINLINE_METRICS', flag: 'metrics', means: 'folder of the definitions' },
  {
    setting: 'dbt',
    environment: 'GRAINLINE_DBT_MANIFEST',
    flag: 'dbt',
    isText: true,
    means: 'definitions of dbt in their place: its semantic_manifest.json, or the folder of it',
  },
  { setting: 'engine.data', environment: 'GRAINLINE_DATA', flag: 'data', means: 'folder of the data files' },
  { setting: 'engine.threads', environment: 'GRAINLINE_THREADS', means: 'threads of the engine' },
  { setting: 'engine.memory_limit', environment: 'GRAINLINE_MEMORY_LIMIT', means: 'memory of the engine, such as 4GB' },
  { setting: 'engine.kind', environment: 'GRAINLINE_ENGINE', flag: 'engine', isText: true, means: 'duckdb or trino' },
  {
    setting: 'engine.trino.server',
    environment: 'GRAINLINE_TRINO_SERVER',
    isText: true,
    means: 'address of the coordinator',
  },
  {
    setting: 'engine.trino.catalog',
    environment: 'GRAINLINE_TRINO_CATALOG',
    isText: true,
    means: 'catalog of the tables',
  },
  {
    setting: 'engine.trino.schema',
    environment: 'GRAINLINE_TRINO_SCHEMA',
    isText: true,
    means: 'schema of tables named without one',
  },
  { setting: 'engine.trino.user', environment: 'GRAINLINE_TRINO_USER', isText: true, means: 'user of the queries' },
  {
    setting: 'engine.trino.password',
    environment: 'GRAINLINE_TRINO_PASSWORD',
    isText: true,
    means: 'its password; over https alone',
  },
  {
    setting: 'engine.trino.token',
    environment: 'GRAINLINE_TRINO_TOKEN',
    isText: true,
    means: 'a JSON web token instead',
  },
  {
    setting: 'engine.trino.tls.ca',
    environment: 'GRAINLINE_TRINO_CA',
    isText: true,
    means: 'PEM file of the authority',
  },
  { setting: 'cache.megabytes', environment: 'GRAINLINE_CACHE_MEGABYTES', means: 'memory of the result cache' },
  {
    setting: 'cache.derive',
    environment: 'GRAINLINE_CACHE_DERIVE',
    means:
      'true: kept rows answer other questions too, where they give exactly their rows; false: equal questions alone',
  },
  {
    setting: 'cache.max_age',
    environment: 'GRAINLINE_CACHE_MAX_AGE',
    isText: true,
    means: 'how old an answer may be where a table tells no version, such as 30 seconds',
  },
  {
    setting: 'cache.closed_max_age',
    environment: 'GRAINLINE_CACHE_CLOSED_MAX_AGE',
    isText: true,
    means: 'the same for periods that are over',
  },
  {
    setting: 'cache.stale_while_revalidate',
    environment: 'GRAINLINE_CACHE_STALE_WHILE_REVALIDATE',
    isText: true,
    means: 'for how long after a change earlier answers are given while they are asked anew',
  },
  {
    setting: 'cache.stale_if_error',
    environment: 'GRAINLINE_CACHE_STALE_IF_ERROR',
    isText: true,
    means: 'for how long earlier answers are given while the engine cannot answer',
  },
  {
    setting: 'proofs',
    environment: 'GRAINLINE_PROOFS',
    isText: true,
    means: 'background: the server proves keys and partitions on the data; off: answers that rely on them warn',
  },
  {
    setting: 'query_log.file',
    environment: 'GRAINLINE_QUERY_LOG',
    isText: true,
    means: 'file for a line of each question: its shape and cost, no values',
  },
  {
    setting: 'rollups.use',
    environment: 'GRAINLINE_ROLLUPS_USE',
    means: 'false: answers are read from the tables of the datasets alone',
  },
  {
    setting: 'rollups.folder',
    environment: 'GRAINLINE_ROLLUPS_FOLDER',
    means: 'folder in which DuckDB keeps rollups',
  },
  {
    setting: 'rollups.schema',
    environment: 'GRAINLINE_ROLLUPS_SCHEMA',
    isText: true,
    means: 'schema in which Trino keeps rollups',
  },
  { setting: 'limits.rows', environment: 'GRAINLINE_MAX_ROWS', means: 'rows that one answer may have' },
];
