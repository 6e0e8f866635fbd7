import type { Model, View } from '../model/model.js';
import type { Problem } from '../problems/problem.js';

/** Definitions and SQL say streaming_hours, GraphQL says streamingHours: the two meet here alone. */

/** streaming_hours to streamingHours; leading underscores stay. */
export const camelCase = (name: string): string =>
  name.replace(/(?<=[^_])_+([^_])/g, (_, next: string) => next.toUpperCase());

/** streaming_hours to StreamingHours. */
export const pascalCase = (name: string): string => camelCase(name).replace(/^_*[a-z]/, (start) => start.toUpperCase());

/** The GraphQL names of one view. */
export interface ViewNames {
  readonly field: string;
  readonly type: (suffix: ViewTypeSuffix) => string;
  /** GraphQL name to the name in the definition, in its order. */
  readonly dimensions: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, string>;
}

export const VIEW_TYPES = ['Result', 'Row', 'Metrics', 'Where', 'Having', 'Column', 'Order', 'Top'] as const;
export type ViewTypeSuffix = (typeof VIEW_TYPES)[number];

const known = new WeakMap<View, ViewNames>();

export function namesOf(view: View): ViewNames {
  const kept = known.get(view);
  if (kept !== undefined) return kept;
  const names: ViewNames = {
    field: camelCase(view.name),
    type: (suffix) => pascalCase(view.name) + suffix,
    dimensions: new Map([...view.dimensions.keys()].map((name) => [camelCase(name), name])),
    metrics: new Map([...view.metrics, ...view.formerNames].map((name) => [camelCase(name), name])),
  };
  known.set(view, names);
  return names;
}

/** The row field that shows a part (day of week) of a time dimension. */
export const partField = (dimension: string): string => `${dimension}Part`;

export const METRIC_TIME_FIELD = 'metricTime';
/** The row field that holds the metrics of the range that is compared with. */
export const PREVIOUS_FIELD = 'previous';
/** Fields of a row that are not the view's own. */
export const FIXED_ROW_FIELDS = [METRIC_TIME_FIELD, partField(METRIC_TIME_FIELD), PREVIOUS_FIELD] as const;
export const FIXED_ROOT_FIELDS = ['query', 'metric', 'metrics', 'dimensions', 'members'] as const;
/** Types of the fixed part and of GraphQL itself, which no type of a view may be named. */
export const FIXED_TYPES = [
  'Query',
  'Mutation',
  'Subscription',
  'String',
  'Int',
  'Float',
  'Boolean',
  'ID',
  'Date',
  'LocalDateTime',
  'Instant',
  'JSON',
  'Value',
  'MetricName',
  'DimensionPath',
  'Grain',
  'Number',
  'Direction',
  'Nulls',
  'DatePart',
  'Fill',
  'SqlDialect',
  'CompareTo',
  'ColumnRole',
  'RowFormat',
  'MetricQuery',
  'DimensionInput',
  'DatasetPath',
  'Condition',
  'MetricCondition',
  'Test',
  'TextTest',
  'Between',
  'TimeRange',
  'DayRange',
  'InstantRange',
  'Span',
  'Order',
  'Top',
  'Compare',
  'TextFilter',
  'NumberFilter',
  'BooleanFilter',
  'DateFilter',
  'LocalDateTimeFilter',
  'Result',
  'QueryResult',
  'Column',
  'Proof',
  'Run',
  'RunTime',
  'Splits',
  'Warning',
  'Freshness',
  'Explanation',
  'MetricExplained',
  'PathExplained',
  'RollupExplained',
  'RollupRule',
  'FilterExplained',
  'LeftOut',
  'JoinKind',
  'FilterPlace',
  'Metric',
  'Dimension',
  'LifecycleState',
  'Deprecation',
  'MetricConnection',
  'Change',
  'Point',
  'Slice',
] as const;

const GRAPHQL_NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;
const isFixed = (names: readonly string[], name: string): boolean => names.includes(name);

/** NAME_CLASH for each name of a view that GraphQL cannot hold beside another. */
export function checkGraphqlNames(model: Model): Problem[] {
  const problems: Problem[] = [];
  const roots = new Map<string, string>();
  const types = new Map<string, string>();
  for (const view of model.views.values()) {
    const clash = (message: string, hint = 'Choose another name.'): void => {
      problems.push({ code: 'NAME_CLASH', message, at: view.at, hint });
    };
    const names = namesOf(view);
    const of = `View "${view.name}"`;
    if (isFixed(FIXED_ROOT_FIELDS, names.field))
      clash(`${of} would be the field "${names.field}", which Query has already.`);
    const sameRoot = roots.get(names.field);
    if (sameRoot !== undefined) clash(`${of} and view "${sameRoot}" would both be the field "${names.field}".`);
    roots.set(names.field, view.name);
    if (!GRAPHQL_NAME.test(names.field) || names.field.startsWith('__'))
      clash(`${of} has a name that GraphQL cannot hold: "${names.field}".`);
    for (const suffix of VIEW_TYPES) {
      const type = names.type(suffix);
      const sameType = types.get(type);
      if (isFixed(FIXED_TYPES, type) && !isFixed(FIXED_ROOT_FIELDS, names.field))
        clash(`${of} would have the type "${type}", which is there already.`);
      else if (sameType !== undefined && sameRoot === undefined)
        clash(`${of} and view "${sameType}" would both have the type "${type}".`);
      types.set(type, view.name);
    }
    for (const message of rowClashes(view)) clash(`${of}: ${message}`);
  }
  return problems;
}

/** Two names of one row that become one field; enum values cannot be true, false or null. */
function* rowClashes(view: View): Generator<string> {
  const taken = new Map<string, string>(FIXED_ROW_FIELDS.map((field) => [field, `the fixed field "${field}"`]));
  const fields = [
    ...[...view.dimensions.values()].flatMap(({ name, type }) => [
      [camelCase(name), `dimension "${name}"`] as const,
      ...(type === 'date' || type === 'timestamp'
        ? [[partField(camelCase(name)), `the part of dimension "${name}"`] as const]
        : []),
    ]),
    ...[...new Set([...view.metrics, ...view.formerNames])].map(
      (name) => [camelCase(name), `metric "${name}"`] as const,
    ),
  ];
  for (const [field, what] of fields) {
    const other = taken.get(field);
    if (other !== undefined) yield `${what} and ${other} would both be the field "${field}".`;
    else if (!GRAPHQL_NAME.test(field) || field.startsWith('__') || ['true', 'false', 'null'].includes(field))
      yield `${what} has a name that GraphQL cannot hold: "${field}".`;
    taken.set(field, what);
  }
}
