import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createContext } from '../context.js';
import type { Live } from '../live.js';

/** One route for all models to come: each request goes to the Apollo that serves at its arrival. */
export function graphqlRoute(server: FastifyInstance, live: Live): void {
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => {
      if (isBrowsing(request)) return reply.redirect('/graphiql');
      return live.use(async ({ apollo, runtime }) => {
        const signal = goneSignal(reply);
        const handle = fastifyApolloHandler(apollo, {
          context: async () => createContext({ runtime, signal, requestId: request.id }),
        });
        return handle.call(server, request, reply);
      });
    },
  });
}

/** Someone opened the address of the API in a browser. */
const isBrowsing = ({ method, headers, query }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html') && !(query as { readonly query?: string }).query;

/** Aborted when the client has gone before its answer was written. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
