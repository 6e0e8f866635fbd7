import Fastify from 'fastify';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import type { Engine, EngineName } from '../../src/engine/engine.js';
import { compileModel } from '../../src/model/compile-model.js';
import type { Problem } from '../../src/problems/problem.js';
import type { Limits } from '../../src/server/configuration/configuration.js';
import { graphqlRoute } from '../../src/server/http/graphql-route.js';
import { Live } from '../../src/server/live.js';
import { stderrLog } from '../../src/server/log.js';
import { RequestsUnderWay } from '../../src/server/requests-under-way.js';
import { makeServing } from '../../src/server/serving.js';
import { definitionsText } from './definitions-text.js';
import { openTables } from './open-tables.js';
import { REQUEST, type RequestVariables } from './request.js';
import type { SuiteModel } from './suite.js';

const LIMITS: Limits = {
  rows: 100_000,
  seconds: 60,
  bodyBytes: 10_485_760,
  tokens: 20_000,
  depth: 12,
  rootFields: 200,
  exportRows: null,
  exportSeconds: 60,
  fields: 5_000,
};

/** What the server says to one request. */
export interface GraphqlAnswer {
  readonly data?: {
    readonly query: {
      readonly columns: readonly { readonly name: string }[];
      readonly rows: readonly (readonly unknown[])[];
      readonly totalRows?: number | null;
      readonly proof: { readonly sql: readonly string[] };
    };
  } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

export interface OpenModel {
  /** Of the definitions: what is broken is refused when it is asked for, the rest is served. */
  readonly problems: readonly Problem[];
  readonly ask: (variables: RequestVariables) => Promise<GraphqlAnswer>;
  readonly close: () => Promise<void>;
}

/** Loads a model's tables into an empty database and serves it. */
export const openModel = async (suiteModel: SuiteModel, engineName: EngineName = 'duckdb'): Promise<OpenModel> =>
  serveModel(suiteModel, await openTables[engineName](suiteModel.tables));

/** Compiles a model's definition text and serves it over the GraphQL route; the engine has its tables, and is closed with it. */
export async function serveModel(suiteModel: SuiteModel, engine: Engine): Promise<OpenModel> {
  const { definitions, problems } = readDefinitions(definitionsText(suiteModel));
  const compiled = compileModel(definitions);
  const cache = new LruResultCache({ maxBytes: 0 });
  const live = new Live(await makeServing(compiled.model, { engine, cache, limits: LIMITS, log: stderrLog }));
  const server = Fastify({ bodyLimit: LIMITS.bodyBytes });
  graphqlRoute(server, { live, underWay: new RequestsUnderWay(), seconds: LIMITS.seconds });
  return {
    problems: [...problems, ...compiled.problems],
    ask: async (variables) => {
      const response = await server.inject({ method: 'POST', url: '/graphql', payload: { query: REQUEST, variables } });
      return response.json<GraphqlAnswer>();
    },
    close: async () => {
      await server.close();
      await live.stop();
      await engine.close();
    },
  };
}
