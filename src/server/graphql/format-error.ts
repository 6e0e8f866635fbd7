import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CODES, type ProblemCode } from '../../problems/codes.js';
import { toGraphqlError } from '../graphql-errors.js';

/** Every failure under a code of `problems/codes.ts`; nothing of a stack or of an engine's text passes. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  if (!(original instanceof GraphQLError)) {
    const { message, extensions } = toGraphqlError(original);
    return { ...formatted, message, extensions };
  }
  const code = codeOf(formatted, original);
  const message = code === 'INTERNAL_SERVER_ERROR' ? 'A fault of ours.' : messageOf(code, formatted);
  return { ...formatted, message, extensions: { ...formatted.extensions, code } };
}

function codeOf({ message, extensions }: GraphQLFormattedError, error: GraphQLError): ProblemCode {
  const said = ownCode(error) ?? String(extensions?.code);
  switch (said) {
    case 'GRAPHQL_PARSE_FAILED':
      return isTooLong(message) ? 'TOO_COMPLEX' : said;
    case 'BAD_REQUEST':
      return message.includes('Cross-Site Request Forgery') ? 'CSRF_BLOCKED' : said;
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
      return 'PERSISTED_QUERY_NOT_FOUND';
    case 'OPERATION_RESOLUTION_FAILURE':
      return 'BAD_REQUEST';
    case 'INTERNAL_SERVER_ERROR':
      // graphql-js gives no code to an argument that it cannot coerce.
      return !error.originalError && /^(Argument|Variable) "/.test(message) ? 'BAD_USER_INPUT' : said;
    default:
      return said in CODES ? (said as ProblemCode) : 'INTERNAL_SERVER_ERROR';
  }
}

/** Apollo puts its own code over that of a validation rule, and keeps the rule's error below. */
function ownCode(error: GraphQLError): string | undefined {
  const below = error.originalError instanceof GraphQLError ? error.originalError : undefined;
  const code = below?.extensions.code;
  return typeof code === 'string' ? code : undefined;
}

/** The parser has a bound of tokens, and the stack is one of levels. */
const isTooLong = (message: string) => /more tha[nt] \d+ tokens|call stack/.test(message);

const messageOf = (code: ProblemCode, { message }: GraphQLFormattedError): string =>
  code === 'TOO_COMPLEX' && isTooLong(message) ? 'The query is longer or nests deeper than the server takes.' : message;
