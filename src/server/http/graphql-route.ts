import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Proven } from '../../proofs/proven.js';
import { createContext, type RequestContext } from '../context.js';
import type { Live } from '../live.js';
import type { RequestsUnderWay } from '../requests-under-way.js';
import { encodedAnswer } from './encoded-answer.js';
import { endingSignal } from './ending-signal.js';
import { bodyAgain, requestKey } from './request-key.js';
import { whoAsks } from './who-asks.js';

export interface GraphqlRoute {
  readonly live: Live;
  readonly underWay: RequestsUnderWay;
  /** `limits.seconds` */
  readonly seconds: number;
  /** Set where queries run in the name of who asks. */
  readonly userHeader?: string | undefined;
  readonly provenFor?: ((user: string) => Proven | undefined) | undefined;
}

/** One route for all models to come: each request goes to the Apollo that serves at its arrival. */
export function graphqlRoute(
  server: FastifyInstance,
  { live, underWay, seconds, userHeader, provenFor }: GraphqlRoute,
): void {
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preParsing: async ({ raw }, _reply, payload) => bodyAgain(raw) ?? payload,
    handler: (request, reply) => {
      if (isBrowsing(request)) return reply.redirect('/graphiql');
      return live.use(async ({ apollo, fresh, calendars, answers }) => {
        const viewer = whoAsks(request, userHeader);
        const signal = endingSignal(reply, seconds);
        const { onProgress, end } = underWay.begin(request.id, viewer.user);
        const before = calendars();
        let context: RequestContext | undefined;
        const handle = fastifyApolloHandler(apollo, {
          context: async () => {
            const runtime = await fresh();
            context = createContext({ runtime, signal, requestId: request.id, viewer, provenFor, onProgress });
            return context;
          },
        });
        try {
          const answer = await handle.call(server, request, reply);
          const key = requestKey(request.raw, viewer);
          const encoded = context && encodedAnswer(reply, answer, context, before);
          if (key !== null && encoded) answers?.keep(key, encoded);
          return answer;
        } finally {
          end();
        }
      });
    },
  });
}

/** Someone opened the address of the API in a browser. */
const isBrowsing = ({ method, headers, query }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html') && !(query as { readonly query?: string }).query;
