import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql';
import { LruResultCache } from '../../../src/cache/lru-result-cache.js';
import { readDefinitions } from '../../../src/definitions/read-definitions.js';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../../src/engine/engine.js';
import { compileModel } from '../../../src/model/compile-model.js';
import type { Model } from '../../../src/model/model.js';
import { createContext } from '../../../src/server/context.js';
import { schemaFor } from '../../../src/server/resolvers/schema-for.js';
import { countRuns } from '../../builders/counted.js';

const PLAYS = `
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, device: text, minutes: integer, price: "decimal(8,2)", started_at: timestamp}
key: [play_id]
time: started_at
links: {member: {to: members, on: member_id}}
segments: {on_tv: "device = 'tv'"}
metrics:
  plays: {expression: COUNT(*), description: Times a title was started., owner: playback}
  minutes_watched: {expression: SUM(minutes), unit: minutes}
  revenue: {expression: SUM(price), unit: EUR}
  tv_plays: {expression: COUNT(*), where: "device = 'tv'", empty: 0}
  last_play: {expression: MAX(play_id)}
`;
const IMPRESSIONS = `
dataset: impressions
table: impressions
columns: {impression_id: bigint, member_id: bigint, shown_at: timestamp}
key: [impression_id]
time: shown_at
links: {member: {to: members, on: member_id}}
metrics: {impressions: {expression: COUNT(*)}}
`;
const MEMBERS = `
dataset: members
table: members
columns: {member_id: bigint, country: text}
key: [member_id]
metrics: {members: {expression: COUNT(*)}}
`;
const VIEW = `
view: engagement
metrics: [plays, minutes_watched, revenue, impressions]
dimensions: {country: member.country, device: {plays: device}, started_at: {plays: started_at}}
`;

/** `statements` counts the questions that were planned, `runs` what the engine ran for them. */
export interface Watching {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly ask: (
    query: string,
    variables?: Record<string, unknown>,
  ) => Promise<ExecutionResult & { readonly statements: number; readonly runs: number }>;
  readonly close: () => Promise<void>;
}

/** Six plays and three impressions of three members, through the whole real way; now is 2024-03-13. */
export async function openWatching(): Promise<Watching> {
  const engine: Engine = await openMemoryDuckdb(async (run) => {
    await run(`CREATE TABLE plays AS SELECT * FROM (VALUES
      (1::BIGINT, 1::BIGINT, 'tv', 60::INTEGER, 1.10::DECIMAL(8,2), TIMESTAMP '2024-01-10 20:00:00'),
      (2, 1, 'phone', 30, 2.20, TIMESTAMP '2024-01-31 23:30:00'),
      (3, 2, 'tv', 90, 3.35, TIMESTAMP '2024-02-01 00:15:00'),
      (4, 2, NULL, 10, NULL, TIMESTAMP '2024-02-29 12:00:00'),
      (9007199254740993, 3, 'tv', 45, 0.05, TIMESTAMP '2024-02-05 09:00:00'),
      (6, 9, '50%_off', 5, 0.00, NULL)) t(play_id, member_id, device, minutes, price, started_at)`);
    await run(`CREATE TABLE impressions AS SELECT * FROM (VALUES
      (1::BIGINT, 1::BIGINT, TIMESTAMP '2024-01-10 19:00:00'), (2, 3, TIMESTAMP '2024-02-05 08:00:00'),
      (3, 3, TIMESTAMP '2024-03-01 08:00:00')) t(impression_id, member_id, shown_at)`);
    await run(
      `CREATE TABLE members AS SELECT * FROM (VALUES (1::BIGINT, 'FR'), (2, 'BR'), (3, NULL)) t(member_id, country)`,
    );
  });
  const files = [PLAYS, IMPRESSIONS, MEMBERS, VIEW].map((text, index) => ({ path: `metrics/${index}.yaml`, text }));
  const { definitions, problems } = readDefinitions(files);
  const compiled = compileModel(definitions);
  if (problems.length + compiled.problems.length > 0)
    throw new Error(JSON.stringify([...problems, ...compiled.problems]));
  const { model } = compiled;
  const schema = schemaFor(model);
  return {
    model,
    schema,
    ask: async (source, variableValues) => {
      const { engine: counted, runs } = countRuns(engine);
      const context = createContext({
        runtime: { model, engine: counted, cache: new LruResultCache({ maxBytes: 0 }), maxRows: 1000 },
        signal: new AbortController().signal,
        requestId: 'test',
        now: new Date('2024-03-13T10:00:00Z'),
      });
      const answered = await graphql({
        schema,
        source,
        contextValue: context,
        ...(variableValues ? { variableValues } : {}),
      });
      return {
        ...(JSON.parse(JSON.stringify(answered)) as ExecutionResult),
        statements: context.gathered.reads.length,
        runs: runs(),
      };
    },
    close: () => engine.close(),
  };
}
