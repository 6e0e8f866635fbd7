import type { FastifyInstance } from 'fastify';
import { CODES, type ProblemCode } from '../../problems/codes.js';
import { ProblemError } from '../../problems/problem.js';
import { toGraphqlError } from '../graphql-errors.js';
import type { Log } from '../log.js';

interface HttpProblem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly message: string;
}

/** What goes wrong before GraphQL has its say is answered in GraphQL's own form, under a stable code. */
export function answerErrors(server: FastifyInstance, log: Log): void {
  const body = (problem: HttpProblem, requestId: string) => ({
    errors: [{ message: problem.message, extensions: { code: problem.code } }],
    extensions: { requestId },
  });
  server.setNotFoundHandler((request, reply) => {
    const problem: HttpProblem = {
      status: 404,
      code: 'NOT_FOUND',
      message: 'There is no such page: GraphQL is at /graphql, GraphiQL at /graphiql.',
    };
    return reply.code(problem.status).send(body(problem, request.id));
  });
  server.setErrorHandler((error: { readonly code?: string; readonly statusCode?: number }, request, reply) => {
    if (error instanceof ProblemError) {
      const { message, extensions } = toGraphqlError(error);
      const status = statusOf(error.problems[0]?.code ?? 'INTERNAL_SERVER_ERROR');
      return reply.code(status).send({ errors: [{ message, extensions }], extensions: { requestId: request.id } });
    }
    const problem = problemOf(error);
    if (problem.code === 'INTERNAL_SERVER_ERROR') log.error(problem.message, { requestId: request.id, cause: error });
    return reply.code(problem.status).send(body(problem, request.id));
  });
}

const STATUS: Partial<Record<ProblemCode, number>> = {
  USER_REQUIRED: 401,
  NOT_FOUND: 404,
  ENGINE_BUSY: 503,
  ENGINE_UNAVAILABLE: 503,
  QUERY_TIMEOUT: 504,
};
const STATUS_BY_SOURCE = { definitions: 400, request: 400, engine: 502, server: 500 } as const;

const statusOf = (code: ProblemCode): number => STATUS[code] ?? STATUS_BY_SOURCE[CODES[code].source];

function problemOf({ code, statusCode }: { readonly code?: string; readonly statusCode?: number }): HttpProblem {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { status: 413, code: 'REQUEST_TOO_LARGE', message: 'The request is larger than the server takes.' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { status: 415, code: 'BAD_REQUEST', message: 'Send the query as content-type: application/json.' };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return { status: 400, code: 'BAD_REQUEST', message: 'The body of the request is not JSON.' };
    case 'ERR_INVALID_URL':
      return { status: 400, code: 'BAD_REQUEST', message: 'The host or address of the request is malformed.' };
    default:
      return statusCode !== undefined && statusCode >= 400 && statusCode < 500
        ? { status: statusCode, code: 'BAD_REQUEST', message: 'The request is malformed.' }
        : { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'A fault of ours: report it with the request id.' };
  }
}
