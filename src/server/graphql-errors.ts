import { GraphQLError } from 'graphql';
import type { Place, Problem } from '../problems/problem.js';
import { ProblemError } from '../problems/problem.js';

/** What a caller sees of a failure: a stable code and what helps; of a fault of ours, nothing but the code. */
export function toGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof ProblemError && error.problems[0])
    return withCause(problemError(error.problems[0], error.problems), error);
  if (error instanceof Error && error.name === 'AbortError')
    return withCause(
      new GraphQLError('The request was cancelled before its answer came.', { extensions: { code: 'CANCELLED' } }),
      error,
    );
  return withCause(new GraphQLError('A fault of ours.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } }), error);
}

/** The first problem is the error; where there are more, all of them are listed beside it. */
function problemError(first: Problem, all: readonly Problem[]): GraphQLError {
  const more = all.length > 1 ? { problems: all.map(shown) } : {};
  const { message, ...extensions } = shown(first);
  return new GraphQLError(message, { extensions: { ...extensions, ...more } });
}

interface ShownProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The argument it is about: input.where[2].path. */
  readonly argument?: string;
  /** The place in the definitions: metrics/plays.yaml:14:9. */
  readonly at?: string;
}

const shown = ({ code, message, hint, path, at }: Problem): ShownProblem => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
  ...(path === undefined ? {} : { argument: path }),
  ...(at === undefined ? {} : { at: placeText(at) }),
});

const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** The cause is for the log; it is not part of what is sent. */
function withCause(shownError: GraphQLError, error: unknown): GraphQLError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  Object.defineProperty(shownError, 'cause', { value: cause, enumerable: false });
  return shownError;
}

/** Runs a resolver; what it throws leaves as a GraphQL error. */
export async function guarded<T>(resolve: () => Promise<T> | T): Promise<T> {
  try {
    return await resolve();
  } catch (error) {
    throw toGraphqlError(error);
  }
}
