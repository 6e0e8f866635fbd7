import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Limits } from '../configuration/configuration.js';
import type { RequestContext } from '../context.js';
import type { Log } from '../log.js';
import { answerExtensions } from './answer-extensions.js';
import { formatError } from './format-error.js';
import { limitsRule } from './limits-rule.js';

/** Apollo for one schema: it binds it at construction, so a reload makes another. Nothing leaves this machine. */
export async function startApollo(
  schema: GraphQLSchema,
  limits: Limits,
  log: Log,
): Promise<ApolloServer<RequestContext>> {
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    cache: 'bounded', // persisted queries, 30 MB at most
    validationRules: [limitsRule(limits)],
    validationOptions: { maxErrors: 1 }, // "did you mean" over 10,000 names for each of 100 typos takes seconds
    executionOptions: { maxCoercionErrors: 5 },
    parseOptions: { maxTokens: limits.tokens },
    includeStacktraceInErrorResponses: false,
    formatError,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    apollo: {},
    logger: { debug: () => {}, info: () => {}, warn: log.warn, error: log.error },
    plugins: [...NOT_OURS, answerExtensions(log)],
  });
  await apollo.start();
  return apollo;
}

const NOT_OURS: ApolloServerPlugin[] = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];
