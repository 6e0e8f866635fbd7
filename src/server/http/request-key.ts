import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Viewer } from '../../answer.js';

/** Bodies that were read to see whether the very same request has been answered; larger ones are not compared. */
const bodies = new WeakMap<IncomingMessage, Buffer>();
const MOST_BYTES = 65_536;

/** What is looked at to choose a form, to keep other sites out, and to tell a malformed request. */
const SEEN = ['host', 'accept', 'content-type', 'apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * Under which an answer is kept: everything of a request that the answer, its form, and the decision whether it is answered
 * at all depend on. So a request that would be refused finds none. Null where the request is not compared.
 */
export function requestKey(request: IncomingMessage, { policy, user }: Viewer): string | null {
  const { method = '', url = '', headers } = request;
  const body = bodies.get(request);
  if (body === undefined && method !== 'GET') return null;
  let key = `${method}\n${url}\n${policy}\n${user ?? ''}\n`; // none of it has ends of lines, but for the body
  for (const name of SEEN) key += `${headers[name] ?? ''}\n`;
  return body === undefined ? key : key + body.toString('latin1');
}

/** Whether it may be a question of which a key can be made; its body, if any, is of a known size that is worth comparing. */
export function isComparable({ method, url = '', headers }: IncomingMessage): boolean {
  if (!url.startsWith('/graphql') || (url.length > 8 && url[8] !== '?')) return false;
  if (method === 'GET') return true;
  return method === 'POST' && Number(headers['content-length']) <= MOST_BYTES;
}

/** Reads the body, which `bodyAgain` then gives; `then` is not called for a request that breaks off. */
export function readBody(request: IncomingMessage, then: () => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    bodies.set(request, chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    then();
  });
}

/** The body of a request that has been read; undefined where it has not. */
export function bodyAgain(request: IncomingMessage): Readable | undefined {
  const body = bodies.get(request);
  return body && Readable.from(body.length === 0 ? [] : [body]);
}
