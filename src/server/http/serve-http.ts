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
import { repeatAnswers } from './repeat-answers.js';
import { headersOf, requestId } from './request-id.js';

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
    genReqId: ({ headers }) => requestId(headers),
    forceCloseConnections: 'idle',
    logger: false,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headersOf(request.id));
  });
  answerErrors(server, log);
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
  graphqlRoute(server, { live, underWay, seconds: limits.seconds, userHeader, provenFor });
  exportRoutes(server, { live, underWay, limits, userHeader, provenFor, log });
  progressRoute(server, underWay, userHeader);
  graphiqlRoutes(server, () => live.current.runtime.model);
  readinessRoutes(server, readiness);
  repeatAnswers(server, live, userHeader);
  return server;
}
