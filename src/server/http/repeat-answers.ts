import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { FoundAnswer } from '../../cache/encoded-answers.js';
import type { Live } from '../live.js';
import { endOfAnswer } from './encoded-answer.js';
import { headersOf, requestId } from './request-id.js';
import { isComparable, readBody, requestKey } from './request-key.js';
import { whoAsks } from './who-asks.js';

/** Stands before all routes: a request that has been answered word for word has its answer again, if that still holds. */
export function repeatAnswers({ server }: FastifyInstance, live: Live, userHeader: string | undefined): void {
  const [route] = server.listeners('request') as [RequestListener];
  const repeatOrRoute: RequestListener = (request, response) => {
    const found = find(live, request, userHeader);
    if (found === undefined) route(request, response);
    else send(found, requestId(request.headers), response);
  };
  server.removeListener('request', route);
  server.on('request', (request, response) => {
    if (!server.listening || !isComparable(request)) route(request, response);
    else if (request.method === 'GET') repeatOrRoute(request, response);
    else readBody(request, () => repeatOrRoute(request, response));
  });
}

function find(live: Live, request: IncomingMessage, userHeader: string | undefined): FoundAnswer | undefined {
  try {
    const key = requestKey(request, whoAsks(request, userHeader));
    return key === null ? undefined : live.current.answers?.find(key);
  } catch {
    return undefined; // what is wrong with it is said on its way
  }
}

function send({ body, contentType, notes }: FoundAnswer, id: string, response: ServerResponse): void {
  const end = endOfAnswer(id, notes);
  const length = body.byteLength + end.length;
  response.writeHead(200, { ...headersOf(id), 'content-type': contentType, 'content-length': length });
  if (length <= IN_ONE_BYTES) {
    response.end(body.toString('latin1') + end, 'latin1'); // with its head: one write to the socket, not three pieces
    return;
  }
  response.write(body);
  response.end(end, 'latin1');
}

const IN_ONE_BYTES = 32_768;
