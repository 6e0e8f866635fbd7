import type { FastifyReply } from 'fastify';
import { ProblemError } from '../../problems/problem.js';

/** Aborted when the client has gone before its answer was written, and when the request has taken too long. */
export function endingSignal({ raw }: FastifyReply, seconds: number, setting = 'limits.seconds'): AbortSignal {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(tookTooLong(seconds, setting)), seconds * 1000);
  raw.once('close', () => {
    clearTimeout(timer);
    if (!raw.writableFinished) ending.abort();
  });
  return ending.signal;
}

const tookTooLong = (seconds: number, setting: string): ProblemError =>
  new ProblemError([
    {
      code: 'QUERY_TIMEOUT',
      message: `The request took longer than ${seconds} seconds.`,
      hint: `Ask a narrower range or fewer dimensions, or raise ${setting}.`,
    },
  ]);
