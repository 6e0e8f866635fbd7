import Fastify from 'fastify';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import type { Prover } from '../../src/proofs/prove-in-background.js';
import type { FollowedStates } from '../../src/rollups/follow-states.js';
import type { Limits } from '../../src/server/configuration/configuration.js';
import { graphqlRoute } from '../../src/server/http/graphql-route.js';
import { Live } from '../../src/server/live.js';
import { stderrLog } from '../../src/server/log.js';
import { RequestsUnderWay } from '../../src/server/requests-under-way.js';
import { makeServing } from '../../src/server/serving.js';

const LIMITS: Limits = {
  rows: 100_000,
  seconds: 60,
  bodyBytes: 1_048_576,
  tokens: 20_000,
  depth: 12,
  rootFields: 200,
  exportRows: null,
  exportSeconds: 60,
  fields: 5_000,
};

export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

export interface Served {
  readonly ask: (query: string, variables?: object) => Promise<GraphqlAnswer>;
  readonly close: () => Promise<void>;
}

export interface Serving {
  readonly isShared?: boolean;
  readonly prover?: Prover;
  /** What is built of rollups. */
  readonly built?: FollowedStates;
}

/**
 * A model over an engine, served by the GraphQL route without a port. It closes the engine with itself, unless others
 * use it too.
 */
export async function serve(
  model: Model,
  engine: Engine,
  { isShared = false, prover, built }: Serving = {},
): Promise<Served> {
  const live = new Live(
    await makeServing(model, {
      engine,
      cache: new LruResultCache({ maxBytes: 0 }),
      limits: LIMITS,
      log: stderrLog,
      prover,
      built,
    }),
  );
  const server = Fastify();
  graphqlRoute(server, { live, underWay: new RequestsUnderWay(), seconds: LIMITS.seconds });
  return {
    ask: async (query, variables = {}) =>
      (await server.inject({ method: 'POST', url: '/graphql', payload: { query, variables } })).json<GraphqlAnswer>(),
    close: async () => {
      await server.close();
      await live.stop();
      if (!isShared) await engine.close();
    },
  };
}
