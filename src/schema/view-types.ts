import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLEnumValueConfigMap,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLInt,
  type GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql';
import { type DataType, isNumeric } from '../expressions/data-type.js';
import { metricNamed, renamed } from '../model/aliases.js';
import { deprecationText } from '../model/lifecycle.js';
import type { Metric, Model, View } from '../model/model.js';
import { describeDimension, describeMetric } from './descriptions.js';
import type { FixedTypes } from './fixed-types.js';
import { METRIC_TIME_FIELD, namesOf, PREVIOUS_FIELD, partField, type ViewNames } from './names.js';
import { resultFields } from './result-types.js';
import { partKey, timeKey } from './row-keys.js';
import { DateScalar, Grain, LocalDateTime, NumberScalar } from './scalars.js';

type Row = Readonly<Record<string, unknown>>;
type RowFields = GraphQLFieldConfigMap<Row, unknown>;

/** What the arguments and the answer of one view are made of. */
export interface ViewTypes {
  readonly result: GraphQLObjectType;
  readonly where: GraphQLInputObjectType;
  readonly having: GraphQLInputObjectType;
  readonly order: GraphQLInputObjectType;
  /** Null for a view without metrics: there is nothing to rank by. */
  readonly top: GraphQLInputObjectType | null;
}

export function viewTypes(
  model: Model,
  view: View,
  fixed: FixedTypes,
  resultInterface: GraphQLInterfaceType,
): ViewTypes {
  const names = namesOf(view);
  const dimensions = [...names.dimensions].flatMap(([field, name]) => {
    const dimension = view.dimensions.get(name);
    return dimension ? [{ field, type: dimension.type, description: describeDimension(model, dimension) }] : [];
  });
  const metrics = metricFields(model, names);
  const metricsType = new GraphQLObjectType({
    name: names.type('Metrics'),
    description: 'The metrics alone: over all groups, or over the range that is compared with.',
    fields: metrics,
  });
  const row = new GraphQLObjectType<Row>({
    name: names.type('Row'),
    description: 'A group: one combination of the dimensions selected.',
    fields: {
      ...timeFields(METRIC_TIME_FIELD, LocalDateTime, 'Each metric’s own time, cut to the grain.', fixed, true),
      ...Object.assign(
        {},
        ...dimensions.map(
          ({ field, type, description }): RowFields =>
            type === 'date' || type === 'timestamp'
              ? timeFields(field, type === 'date' ? DateScalar : LocalDateTime, description, fixed, false)
              : { [field]: { type: outputType(type), description } },
        ),
      ),
      ...metrics,
      ...(names.metrics.size > 0 ? { [PREVIOUS_FIELD]: { type: metricsType, description: PREVIOUS } } : {}),
    },
  });
  const column = new GraphQLEnumType({
    name: names.type('Column'),
    values: Object.fromEntries(
      [METRIC_TIME_FIELD, ...names.dimensions.keys(), ...names.metrics.keys()].map((field) => [
        field,
        metrics[field] ? { deprecationReason: metrics[field].deprecationReason } : {},
      ]),
    ) satisfies GraphQLEnumValueConfigMap,
  });
  const where: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: names.type('Where'),
    description: 'All that is given must be true of a row.',
    fields: (): GraphQLInputFieldConfigMap => ({
      ...Object.fromEntries(
        dimensions.map(({ field, type, description }) => [field, { type: filterType(type, fixed), description }]),
      ),
      ...logic(where),
    }),
  });
  const having: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: names.type('Having'),
    description: 'All that is given must be true of a group.',
    fields: (): GraphQLInputFieldConfigMap => ({
      ...Object.fromEntries(
        [...names.metrics].flatMap(([field, name]) => {
          const metric = metricNamed(model, name);
          return metric ? [[field, { type: filterType(metric.type, fixed), ...wordsOf(metric, name) }]] : [];
        }),
      ),
      ...logic(having),
    }),
  });
  const order = new GraphQLInputObjectType({
    name: names.type('Order'),
    fields: {
      by: { type: new GraphQLNonNull(column) },
      direction: { type: new GraphQLNonNull(fixed.direction), defaultValue: 'asc' },
      nulls: { type: new GraphQLNonNull(fixed.nulls), defaultValue: 'last' },
    },
  });
  const top =
    names.metrics.size === 0
      ? null
      : new GraphQLInputObjectType({
          name: names.type('Top'),
          description: TOP,
          fields: {
            count: { type: new GraphQLNonNull(GraphQLInt) },
            by: { type: new GraphQLNonNull(column), description: 'A metric; it need not be selected.' },
            dimension: {
              type: new GraphQLNonNull(column),
              description: 'A dimension that is selected; not metricTime.',
            },
            other: {
              type: new GraphQLNonNull(GraphQLString),
              defaultValue: 'other',
              description: 'What the rest is shown as.',
            },
          },
        });
  const result = new GraphQLObjectType({
    name: names.type('Result'),
    interfaces: [resultInterface],
    fields: {
      rows: { type: nonNullListOf(row), description: 'The groups. The dimensions selected here are the GROUP BY.' },
      ...(names.metrics.size > 0 ? { grandTotal: { type: metricsType } } : {}),
      ...resultFields(fixed),
    },
  });
  return { result, where, having, order, top };
}

const PREVIOUS =
  'Over the range that is compared with; needs compare. What is selected here is a metric of the question.';
const TOP =
  'All but the first values of a dimension, ranked by a metric, become one. Ranked over the question without its other dimensions, largest first.';

const logic = (type: GraphQLInputObjectType): GraphQLInputFieldConfigMap => ({
  AND: { type: new GraphQLList(new GraphQLNonNull(type)) },
  OR: { type: new GraphQLList(new GraphQLNonNull(type)) },
  NOT: { type },
});

function metricFields(model: Model, names: ViewNames): RowFields {
  return Object.fromEntries(
    [...names.metrics].flatMap(([field, name]) => {
      const metric = metricNamed(model, name);
      return metric ? [[field, { type: outputType(metric.type), ...wordsOf(metric, name) }]] : [];
    }),
  );
}

const wordsOf = (metric: Metric, name: string) => ({
  description: describeMetric(metric),
  deprecationReason: name === metric.name ? deprecationText(metric) : renamed(metric, name),
});

/** A time shows what its grain says, so its value depends on the argument: the one kind of row field with a resolver. */
const timeFields = (
  field: string,
  type: GraphQLOutputType,
  description: string,
  fixed: FixedTypes,
  needsGrain: boolean,
): RowFields => ({
  [field]: {
    type,
    description,
    args: { grain: { type: needsGrain ? new GraphQLNonNull(Grain) : Grain } },
    resolve: (row, { grain }: { grain?: string | null }) => row[timeKey(field, grain)],
  },
  [partField(field)]: {
    type: GraphQLInt,
    description: `A part of it. ${description}`,
    args: { part: { type: new GraphQLNonNull(fixed.datePart) } },
    resolve: (row, { part }: { part: string }) => row[partKey(field, part)],
  },
});

function outputType(type: DataType): GraphQLOutputType {
  if (isNumeric(type)) return NumberScalar;
  switch (type) {
    case 'boolean':
      return GraphQLBoolean;
    case 'date':
      return DateScalar;
    case 'timestamp':
      return LocalDateTime;
    default:
      return GraphQLString;
  }
}

function filterType(type: DataType, fixed: FixedTypes): GraphQLInputObjectType {
  if (isNumeric(type)) return fixed.filters.number;
  switch (type) {
    case 'boolean':
      return fixed.filters.boolean;
    case 'date':
      return fixed.filters.date;
    case 'timestamp':
      return fixed.filters.localDateTime;
    default:
      return fixed.filters.text;
  }
}

const nonNullListOf = (type: GraphQLObjectType): GraphQLOutputType =>
  new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
