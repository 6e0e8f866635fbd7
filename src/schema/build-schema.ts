import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  type GraphQLFieldResolver,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { deprecationText } from '../model/lifecycle.js';
import type { Model, View } from '../model/model.js';
import { describeView } from './descriptions.js';
import { MAX_AGE } from './fixed/metric-query.js';
import { type FixedTypes, typesOf } from './fixed-types.js';
import { namesOf } from './names.js';
import { queryResult, resultInterface } from './result-types.js';
import { DateScalar, Instant } from './scalars.js';
import { type ViewTypes, viewTypes } from './view-types.js';

// biome-ignore lint/suspicious/noExplicitAny: the context belongs to the server, which imports this folder
type Resolver = GraphQLFieldResolver<unknown, any>;

/** How the compiled root fields are answered. */
export interface RootResolvers {
  readonly query: Resolver;
  readonly view: (view: View) => Resolver;
}

/**
 * Joins the fixed part with what is compiled from a model: a typed field for each view, and `query` by names. Plain
 * graphql-js: a reload builds it anew, and ten thousand metrics cost a fifth of a second.
 */
export function buildGraphqlSchema(model: Model, fixed: GraphQLSchema, resolvers: RootResolvers): GraphQLSchema {
  const types = typesOf(fixed);
  const result = resultInterface(types);
  const fields: GraphQLFieldConfigMap<unknown, unknown> = {
    query: {
      type: queryResult(types, result),
      description: 'Metrics by name, grouped by dimensions.',
      args: { input: { type: new GraphQLNonNull(types.metricQuery) } },
      resolve: resolvers.query,
    },
    ...fixed.getQueryType()?.toConfig().fields,
  };
  for (const view of model.views.values())
    fields[namesOf(view).field] = viewField(view, viewTypes(model, view, types, result), types, resolvers.view(view));
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }), types: [result] });
}

const viewField = (
  view: View,
  types: ViewTypes,
  fixed: FixedTypes,
  resolve: Resolver,
): GraphQLFieldConfig<unknown, unknown> => ({
  type: types.result,
  description: describeView(view),
  deprecationReason: deprecationText(view),
  args: viewArguments(types, fixed),
  resolve,
});

const viewArguments = (types: ViewTypes, fixed: FixedTypes): GraphQLFieldConfigArgumentMap => ({
  where: { type: types.where },
  segments: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
  having: { type: types.having },
  time: { type: fixed.timeRange },
  compare: { type: fixed.compare, description: 'The same metrics over another range, as previous of each row.' },
  timeZone: { type: GraphQLString, defaultValue: 'UTC' },
  asOf: { type: Instant, description: 'The moment that stands for now.' },
  validAt: { type: DateScalar, description: 'Histories as of this day, whatever the day of the metric.' },
  fill: { type: fixed.fill, description: 'Each group has each period; needs metricTime among the rows.' },
  ...(types.top === null ? {} : { top: { type: types.top } }),
  orderBy: { type: new GraphQLList(new GraphQLNonNull(types.order)) },
  limit: { type: GraphQLInt },
  offset: { type: GraphQLInt },
  after: { type: GraphQLString, description: 'endCursor of an earlier page of the same question.' },
  maxAge: { type: GraphQLInt, description: MAX_AGE },
});
