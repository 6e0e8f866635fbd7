import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import type { DataFiles } from '../../engine/duckdb/tables.js';
import type { TrinoProfile } from '../../engine/trino/profile.js';
import { didYouMean } from '../../problems/did-you-mean.js';
import { type Problem, ProblemError } from '../../problems/problem.js';
import { type Lifetime, readDuration } from '../../time/lifetime.js';
import type { CommandLine } from './command-line.js';
import type { Configuration } from './configuration.js';
import { PROJECT_FILE, readProjectFile } from './project-file.js';
import { OVERRIDES, type ProjectSettings, projectSchema } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The project file, under the environment, under the command line. Paths in the file start at the project's folder,
 * others where the command was called.
 * @throws INVALID_CONFIGURATION with all problems: each names its setting and where it was set
 */
export function readConfiguration(command: CommandLine, environment: Environment, from: string): Configuration {
  const project = resolve(from, command.project ?? environment.GRAINLINE_PROJECT ?? '.');
  const file = readProjectFile(project);
  const values = structuredClone(file.values);
  const setBy = new Map<string, string>();
  const problems: Problem[] = unknownVariables(environment);
  for (const { setting, environment: variable, flag, isText = false } of OVERRIDES) {
    const said = flag === undefined ? undefined : command.values.get(flag);
    const text = said ?? environment[variable];
    if (text === undefined || text === '') continue;
    setBy.set(setting, said === undefined ? variable : `--${flag}`);
    setIn(values, setting.split('.'), isPath(setting) ? resolve(from, text) : isText ? text : plainValue(text));
  }
  const read = projectSchema.safeParse(values);
  if (!read.success) problems.push(...read.error.issues.flatMap((issue) => problemsOf(issue, file.placeOf, setBy)));
  if (!read.success || problems.length > 0) throw new ProblemError(problems);

  const { metrics, dbt, engine, server, limits, cache, proofs, rollups, query_log } = read.data;
  const configuration: Configuration = {
    project,
    metrics: resolve(project, metrics),
    dbt: dbt === undefined ? undefined : resolve(project, dbt),
    engine: {
      kind: engine.kind,
      data: absolute(project, engine.data),
      sample: engine.sample,
      threads: engine.threads,
      memoryLimit: engine.memory_limit,
      maxQueries: engine.max_queries,
      rollups: { folder: resolve(project, rollups.folder), schema: rollups.schema },
      trino:
        engine.kind === 'trino' && engine.trino !== undefined
          ? trinoProfile(project, engine.trino, engine.max_queries)
          : undefined,
    },
    server: {
      host: server.host,
      port: server.port,
      watch: server.watch || command.dev,
      userHeader: server.user_header,
    },
    limits: {
      rows: limits.rows,
      seconds: limits.seconds,
      bodyBytes: limits.body_bytes,
      tokens: limits.tokens,
      depth: limits.depth,
      rootFields: limits.root_fields,
      fields: limits.fields,
      exportRows: limits.export_rows ?? null,
      exportSeconds: limits.export_seconds,
    },
    sqlDatasets: limits.sql_datasets,
    cache: { megabytes: cache.megabytes, derive: cache.derive, lifetime: lifetimeOf(cache) },
    proofs,
    queryLog: query_log && {
      file: resolve(project, query_log.file),
      maxBytes: query_log.megabytes * 1_048_576,
      files: query_log.files,
    },
    useRollups: rollups.use,
  };
  if (dbt === undefined && !existsSync(configuration.metrics))
    throw new ProblemError([noDefinitions(configuration, from)]);
  return configuration;
}

const isPath = (setting: string) =>
  ['metrics', 'dbt', 'engine.data', 'engine.trino.tls.ca', 'rollups.folder', 'query_log.file'].includes(setting);

function absolute(project: string, data: string | string[] | Record<string, string>): DataFiles {
  if (typeof data === 'string') return [resolve(project, data)];
  if (Array.isArray(data)) return data.map((folder) => resolve(project, folder));
  return Object.fromEntries(Object.entries(data).map(([table, path]) => [table, resolve(project, path)]));
}

type TrinoSettings = NonNullable<ProjectSettings['engine']['trino']>;

function trinoProfile(project: string, settings: TrinoSettings, maxConcurrent: number | undefined): TrinoProfile {
  const { tls, client_tags, session, deadline_seconds, freshness_seconds, ...same } = settings;
  const isText = tls?.ca?.includes('BEGIN CERTIFICATE') ?? false;
  return {
    ...same,
    tls: { ca: tls?.ca === undefined || isText ? tls?.ca : resolve(project, tls.ca) },
    clientTags: client_tags,
    sessionProperties:
      session && Object.fromEntries(Object.entries(session).map(([name, value]) => [name, String(value)])),
    deadlineSeconds: deadline_seconds,
    freshnessSeconds: freshness_seconds,
    maxConcurrent,
  };
}

const lifetimeOf = (cache: ProjectSettings['cache']): Lifetime => ({
  maxAge: readDuration(cache.max_age),
  closedMaxAge: readDuration(cache.closed_max_age ?? cache.max_age),
  staleWhileRevalidate: readDuration(cache.stale_while_revalidate),
  staleIfError: readDuration(cache.stale_if_error),
});

/** The environment has text alone. */
function plainValue(text: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}

function setIn(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    values[key] = value;
    return;
  }
  const inner = values[key];
  if (typeof inner !== 'object' || inner === null) values[key] = {};
  setIn(values[key] as Record<string, unknown>, rest, value);
}

type PlaceOf = ReturnType<typeof readProjectFile>['placeOf'];

function problemsOf(issue: z.core.$ZodIssue, placeOf: PlaceOf, setBy: ReadonlyMap<string, string>): Problem[] {
  const setting = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'INVALID_CONFIGURATION',
      at: placeOf([...issue.path, key]),
      message: `There is no setting "${[...issue.path, key].join('.')}".`,
      hint: didYouMean(key, keysAt(issue.path)),
    }));
  const by = setBy.get(setting);
  return [
    {
      code: 'INVALID_CONFIGURATION',
      at: by === undefined ? placeOf(issue.path) : undefined,
      message: `${setting || PROJECT_FILE}${by === undefined ? '' : ` (set by ${by})`}: ${issue.message}.`,
    },
  ];
}

/** The settings that there are beside a wrong one. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let defaults: unknown = projectSchema.shape;
  for (const key of path) {
    const inner = (defaults as Record<PropertyKey, { readonly unwrap?: () => { readonly shape?: unknown } }>)[key];
    defaults = inner?.unwrap?.().shape ?? {};
  }
  return Object.keys(defaults as object);
}

/** A misspelt variable would be ignored without a word. */
function unknownVariables(environment: Environment): Problem[] {
  const known = ['GRAINLINE_PROJECT', ...OVERRIDES.map((override) => override.environment)];
  return Object.keys(environment)
    .filter((name) => /^GRAINLINE_(?!TEST_)/.test(name) && !known.includes(name))
    .flatMap((name) => {
      const hint = didYouMean(name, known);
      return hint === undefined
        ? []
        : [{ code: 'INVALID_CONFIGURATION' as const, message: `There is no setting ${name}.`, hint }];
    });
}

function noDefinitions({ project, metrics }: Configuration, from: string): Problem {
  const shown = (path: string) => {
    const short = relative(from, path) || '.';
    return isAbsolute(short) || short.startsWith('..') ? path : short;
  };
  const hasFile = existsSync(join(project, PROJECT_FILE));
  return {
    code: 'INVALID_CONFIGURATION',
    message: hasFile
      ? `The folder of the definitions, ${shown(metrics)}, is not there.`
      : `There is no project in ${shown(project)}: it has neither ${PROJECT_FILE} nor a folder of definitions.`,
    hint: hasFile ? `Mend metrics: in ${shown(join(project, PROJECT_FILE))}.` : 'Name its folder with --project DIR.',
  };
}
