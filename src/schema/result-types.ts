import {
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { FixedTypes } from './fixed-types.js';
import { JsonScalar, NumberScalar } from './scalars.js';

/** The fields that every answer has, whatever its rows look like. */
export const resultFields = (fixed: FixedTypes): GraphQLFieldConfigMap<unknown, unknown> => ({
  columns: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(fixed.column))) },
  rowCount: { type: new GraphQLNonNull(GraphQLInt), description: 'Rows in this answer.' },
  totalRows: { type: NumberScalar, description: 'Rows before limit, offset and after.' },
  endCursor: { type: GraphQLString, description: 'For after: the page behind the last row; null where there is none.' },
  proof: { type: new GraphQLNonNull(fixed.proof) },
  warnings: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(fixed.warning))) },
});

export const resultInterface = (fixed: FixedTypes): GraphQLInterfaceType =>
  new GraphQLInterfaceType({ name: 'Result', description: 'An answer with its proof.', fields: resultFields(fixed) });

/** The answer to `query`: its columns are known by name only, so its rows are JSON. */
export function queryResult(fixed: FixedTypes, result: GraphQLInterfaceType): GraphQLObjectType {
  const rowFormat = new GraphQLEnumType({
    name: 'RowFormat',
    values: {
      OBJECT: { description: 'Each row is {name: value}.' },
      ARRAY: { description: 'Each row is [value], in the order of columns.' },
    },
  });
  return new GraphQLObjectType({
    name: 'QueryResult',
    interfaces: [result],
    fields: {
      rows: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(JsonScalar))),
        args: { format: { type: new GraphQLNonNull(rowFormat), defaultValue: 'OBJECT' } },
      },
      grandTotal: {
        type: JsonScalar,
        description: 'The metrics without any dimension, aggregated from rows: {name: value}.',
      },
      ...resultFields(fixed),
    },
  });
}
