import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Configuration } from '../configuration/configuration.js';
import { graphiqlRoutes } from '../graphiql/graphiql-routes.js';
import type { Log } from '../log.js';
import { RequestsUnderWay } from '../requests-under-way.js';
import { exportRoutes } from './export-routes.js';
import { type GraphqlRoute, graphqlRoute } from './graphql-route.js';
import { answerErrors } from './http-errors.js';
import { progressRoute } from './progress-route.js';
import { type Readiness, readinessRoutes } from './readiness-routes.js';

/** All routes of the server; it does not listen yet. */
export function serveHttp(
  readiness: Readiness,
  { limits, server: { userHeader } }: Configuration,
  log: Log,
  provenFor?: GraphqlRoute['provenFor'],
): FastifyInstance {
  const { live } = readiness;
  const underWay = new RequestsUnderWay();
  const server = Fastify({
    bodyLimit: limits.bodyBytes,
    genReqId: ({ headers }) => givenId(headers['x-request-id']) ?? traceIdOf(headers.traceparent) ?? randomUUID(),
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
  graphqlRoute(server, { live, underWay, seconds: limits.seconds, userHeader, provenFor });
  exportRoutes(server, { live, underWay, limits, userHeader, provenFor, log });
  progressRoute(server, underWay, userHeader);
  graphiqlRoutes(server, () => live.current.runtime.model);
  readinessRoutes(server, readiness);
  return server;
}

/** Of W3C trace context: all calls of one trace share it. */
const traceIdOf = (traceparent: string | string[] | undefined): string | undefined =>
  typeof traceparent === 'string'
    ? /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/.exec(traceparent)?.[1]
    : undefined;

/** A caller's own id, where it is fit for a log. */
const givenId = (id: string | string[] | undefined): string | undefined =>
  typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
