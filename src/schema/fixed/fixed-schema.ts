import type { GraphQLInputObjectType, GraphQLSchema } from 'graphql';
import { ColumnType, ProofType, WarningType } from './answer-parts.js';
import { buildSchemaSync, type NonEmptyArray } from './type-graphql.js';
import './enums.js';
import { BooleanFilter, DateFilter, LocalDateTimeFilter, NumberFilter, TextFilter } from './filters.js';
import { MetricQuery } from './metric-query.js';

const ONE_OF = ['Test', 'TimeRange', 'Compare'] as const;

type ResolverClass = abstract new () => object;

/** Types that the compiled part takes from here, whether or not a field of the fixed part uses them. */
const FOR_THE_COMPILED_PART = [
  ColumnType,
  ProofType,
  WarningType,
  MetricQuery,
  TextFilter,
  NumberFilter,
  BooleanFilter,
  DateFilter,
  LocalDateTimeFilter,
];

/**
 * Builds what no model changes, once in the life of the process: type-graphql's metadata is global.
 * @param resolvers classes of the root fields and of the fields that are computed
 */
export function buildFixedSchema(resolvers: NonEmptyArray<ResolverClass>): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, orphanedTypes: FOR_THE_COMPILED_PART, validate: false });
  // type-graphql 2.0.0-rc.4 cannot say @oneOf; graphql reads it from the type at each use.
  for (const name of ONE_OF) (schema.getType(name) as GraphQLInputObjectType).isOneOf = true;
  return schema;
}
