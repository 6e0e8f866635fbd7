import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLError } from 'graphql';
import type { Note, RowsRead } from '../../cache/encoded-answers.js';
import { CODES, type ProblemCode } from '../../problems/codes.js';
import type { RequestContext } from '../context.js';
import type { Log } from '../log.js';
import { isRepeatable } from './is-repeatable.js';
import { letOthersIn } from './let-others-in.js';

/**
 * What differs between two answers of the same bytes goes into `extensions`: the request's id and how each of its rows
 * came. Faults of the server and the engine are logged with that id, and with the cause that the caller does not see.
 */
export function answerExtensions(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) logFault(log, error, contextValue.requestId);
        },
        async willSendResponse({ response, contextValue, document, operation }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (singleResult.errors) singleResult.errors = withoutEcho(singleResult.errors);
          const { requestId, gathered } = contextValue;
          const extensions = extensionsOf(requestId, gathered.reads.map(noteOf));
          await letOthersIn(gathered.rows); // before all of it is made a text
          singleResult.extensions = { ...singleResult.extensions, ...extensions };
          if (document && operation && !singleResult.errors) gathered.isRepeatable = isRepeatable(document, operation);
        },
      };
    },
  };
}

export const extensionsOf = (requestId: string, notes: readonly Note[]): object => ({
  requestId,
  ...(notes.length > 0 && { cache: notes }),
});

export const noteOf = ({ fingerprint, cache }: RowsRead): Note => ({ fingerprint, ...cache });

type Errors = NonNullable<
  Extract<GraphQLRequestContext<RequestContext>['response']['body'], { kind: 'single' }>['singleResult']['errors']
>;

/** With `maxErrors: 1` graphql-js says after the first error that it stopped: of no use to anybody. */
const withoutEcho = (errors: Errors): Errors =>
  errors.length > 1 ? errors.filter((error) => !error.message.startsWith('Too many validation errors')) : errors;

function logFault(log: Log, error: GraphQLError, requestId: string): void {
  const original = unwrapResolverError(error);
  const code = error.extensions.code as ProblemCode | undefined;
  const source = code === undefined ? 'server' : CODES[code]?.source;
  if ((source === 'server' || source === 'engine') && code !== 'CANCELLED')
    log.error(error.message, { requestId, code, cause: (original as { readonly cause?: unknown }).cause ?? original });
}
