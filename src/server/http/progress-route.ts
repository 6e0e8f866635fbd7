import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../problems/problem.js';
import type { RequestsUnderWay } from '../requests-under-way.js';
import { whoAsks } from './who-asks.js';

/** In milliseconds: between two looks, for how long a request is waited for that has not come, and a sign of life. */
const LOOK = 250;
const PATIENCE = 10_000;
const SIGN_OF_LIFE = 15_000;

/**
 * `/progress/<request id>`: how far a request is that came with this `x-request-id`; as server-sent events where the
 * client takes them, else once as JSON.
 */
export function progressRoute(
  server: FastifyInstance,
  underWay: RequestsUnderWay,
  userHeader: string | undefined,
): void {
  server.get<{ Params: { readonly id: string } }>('/progress/:id', (request, reply) => {
    const { user } = whoAsks(request, userHeader);
    const look = () => underWay.progressOf(request.params.id, user);
    void reply.header('cache-control', 'no-store');
    if (takesEvents(request))
      return reply.type('text/event-stream; charset=utf-8').send(Readable.from(events(look, isOpen(reply))));
    return (
      look() ??
      refuse({
        code: 'NOT_FOUND',
        message: 'No request with this id is being answered.',
        hint: 'Name it by x-request-id.',
      })
    );
  });
}

async function* events(look: () => object | null, isOpen: () => boolean): AsyncGenerator<string> {
  yield ':\n\n'; // the headers go out at once
  const began = performance.now();
  let [last, saidAt] = ['', began];
  let progress = look();
  for (; isOpen() && progress === null && performance.now() - began < PATIENCE; progress = look()) await sleep(LOOK);
  for (; isOpen() && progress !== null; progress = look()) {
    const data = JSON.stringify(progress);
    if (data !== last) yield `event: progress\ndata: ${data}\n\n`;
    else if (performance.now() - saidAt > SIGN_OF_LIFE) yield ':\n\n';
    else {
      await sleep(LOOK);
      continue;
    }
    [last, saidAt] = [data, performance.now()];
  }
  yield `event: ${last === '' ? 'unknown' : 'end'}\ndata: {}\n\n`;
}

const takesEvents = ({ headers }: FastifyRequest): boolean => (headers.accept ?? '').includes('text/event-stream');

const isOpen =
  ({ raw }: FastifyReply) =>
  (): boolean =>
    !raw.destroyed;
