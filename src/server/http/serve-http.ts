import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Configuration } from '../configuration/configuration.js';
import { graphiqlRoutes } from '../graphiql/graphiql-routes.js';
import type { Live } from '../live.js';
import type { Log } from '../log.js';
import { graphqlRoute } from './graphql-route.js';
import { answerErrors } from './http-errors.js';
import { type Readiness, readinessRoutes } from './readiness-routes.js';

/** All routes of the server; it does not listen yet. */
export function serveHttp(live: Live, readiness: Readiness, { limits }: Configuration, log: Log): FastifyInstance {
  const server = Fastify({
    bodyLimit: limits.bodyBytes,
    genReqId: ({ headers }) => givenId(headers['x-request-id']) ?? randomUUID(),
    forceCloseConnections: 'idle',
    logger: false,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
  answerErrors(server, log);
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
  graphqlRoute(server, live);
  graphiqlRoutes(server, () => live.current.runtime.model);
  readinessRoutes(server, readiness);
  return server;
}

/** A caller's own id, where it is fit for a log. */
const givenId = (id: string | string[] | undefined): string | undefined =>
  typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
