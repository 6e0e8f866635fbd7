import type { FastifyReply } from 'fastify';
import type { EncodedAnswer, Note } from '../../cache/encoded-answers.js';
import { meansTheSameUntil } from '../../request/until.js';
import type { RequestContext } from '../context.js';
import { extensionsOf, noteOf } from '../graphql/answer-extensions.js';

/** What an answer ends with, in plain characters; what stands before it is the same for the same rows. */
export const endOfAnswer = (requestId: string, notes: readonly Note[]): string =>
  `"extensions":${JSON.stringify(extensionsOf(requestId, notes))}}\n`;

/** What may be kept of an answer; null where it will not be the same again. */
export function encodedAnswer(
  reply: FastifyReply,
  text: unknown,
  { clock, requestId, gathered }: RequestContext,
  calendars: EncodedAnswer['calendars'],
): EncodedAnswer | null {
  const { reads, units, onRepeated, isRepeatable } = gathered;
  if (!isRepeatable || typeof text !== 'string' || reply.statusCode !== 200) return null;
  const end = endOfAnswer(requestId, reads.map(noteOf));
  if (!text.endsWith(end)) return null;
  return {
    body: Buffer.from(text.slice(0, -end.length)),
    contentType: String(reply.getHeader('content-type')),
    until: meansTheSameUntil(clock.now, units),
    ...{ reads, calendars, onRepeated },
  };
}
