import { GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** The types that both parts of the schema use: one instance each, taken out of the fixed part. */
export interface FixedTypes {
  readonly column: GraphQLObjectType;
  readonly proof: GraphQLObjectType;
  readonly warning: GraphQLObjectType;
  readonly metricQuery: GraphQLInputObjectType;
  readonly timeRange: GraphQLInputObjectType;
  readonly compare: GraphQLInputObjectType;
  readonly direction: GraphQLEnumType;
  readonly nulls: GraphQLEnumType;
  readonly datePart: GraphQLEnumType;
  readonly fill: GraphQLEnumType;
  readonly filters: Record<'text' | 'number' | 'boolean' | 'date' | 'localDateTime', GraphQLInputObjectType>;
}

export function typesOf(fixed: GraphQLSchema): FixedTypes {
  const take = <T>(name: string, kind: new (...args: never[]) => T): T => {
    const type = fixed.getType(name);
    if (type instanceof kind) return type;
    throw new Error(`The fixed schema has no ${kind.name} "${name}"`);
  };
  return {
    column: take('Column', GraphQLObjectType),
    proof: take('Proof', GraphQLObjectType),
    warning: take('Warning', GraphQLObjectType),
    metricQuery: take('MetricQuery', GraphQLInputObjectType),
    timeRange: take('TimeRange', GraphQLInputObjectType),
    compare: take('Compare', GraphQLInputObjectType),
    direction: take('Direction', GraphQLEnumType),
    nulls: take('Nulls', GraphQLEnumType),
    datePart: take('DatePart', GraphQLEnumType),
    fill: take('Fill', GraphQLEnumType),
    filters: {
      text: take('TextFilter', GraphQLInputObjectType),
      number: take('NumberFilter', GraphQLInputObjectType),
      boolean: take('BooleanFilter', GraphQLInputObjectType),
      date: take('DateFilter', GraphQLInputObjectType),
      localDateTime: take('LocalDateTimeFilter', GraphQLInputObjectType),
    },
  };
}
