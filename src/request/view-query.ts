import { METRIC_TIME, type View } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import { METRIC_TIME_FIELD, namesOf, PREVIOUS_FIELD } from '../schema/names.js';
import type { Fill } from './metric-request.js';
import type {
  CompareInput,
  ConditionInput,
  DatasetPathInput,
  DimensionInput,
  MetricConditionInput,
  MetricQueryInput,
  OrderInput,
  TimeRangeInput,
  TopInput,
} from './query-input.js';
import { type FilterInput, readFilter } from './view-filters.js';
import type { Grouping, RowSelection } from './view-selection.js';

/** The arguments of a view's root field. */
export interface ViewArguments {
  readonly where?: FilterInput | null;
  readonly segments?: readonly string[] | null;
  readonly having?: FilterInput | null;
  readonly time?: TimeRangeInput | null;
  readonly compare?: CompareInput | null;
  readonly timeZone?: string | null;
  readonly asOf?: string | null;
  readonly validAt?: string | null;
  readonly fill?: Fill | null;
  readonly top?: TopInput | null;
  readonly orderBy?: readonly OrderInput[] | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
  readonly after?: string | null;
  readonly maxAge?: number | null;
}

/** What a view's arguments and the selection of its rows ask, in the words of `query`. */
export function viewQuery(view: View, args: ViewArguments, rows: RowSelection): MetricQueryInput {
  const names = namesOf(view);
  const { where, having, orderBy, top, ...plain } = args;
  if (rows.previous && !args.compare)
    refuse({
      code: 'INVALID_REQUEST',
      message: `"${PREVIOUS_FIELD}" is selected, and nothing is compared with.`,
      path: `rows.${PREVIOUS_FIELD}`,
      hint: 'Give compare, such as {to: PREVIOUS_PERIOD}, and time.',
    });
  return {
    ...plain,
    metrics: rows.metrics,
    dataset: rows.metrics.length === 0 ? onlyDataset(view, rows) : null,
    dimensions: rows.groupings.map((grouping) => dimensionOf(view, grouping)),
    where: readFilter<ConditionInput>(where ?? {}, 'where', (field, is, at) => ({
      paths: pathsOf(view, names.dimensions.get(field) ?? field),
      is,
      at,
    })),
    having: readFilter<MetricConditionInput>(having ?? {}, 'having', (field, is, at) => ({
      metric: names.metrics.get(field) ?? field,
      is,
      at,
    })),
    top: top ? topOf(view, top, rows.groupings) : null,
    orderBy: (orderBy ?? []).flatMap((order, index) => ordersOf(view, order, rows.groupings, `orderBy[${index}].by`)),
  };
}

/** The metrics of grandTotal under the same filters, without groups and pages. */
export const totalQuery = (view: View, args: ViewArguments, metrics: readonly string[]): MetricQueryInput => ({
  ...viewQuery(view, args, { groupings: [], metrics, previous: false }),
  having: null,
  compare: null,
  fill: null,
  top: null,
  orderBy: null,
  limit: null,
  offset: null,
  after: null,
});

const dimensionOf = (view: View, { field, grain, part, key, alias }: Grouping): DimensionInput => ({
  as: key,
  ...(field === METRIC_TIME_FIELD
    ? { path: METRIC_TIME }
    : { paths: pathsOf(view, namesOf(view).dimensions.get(field) ?? field) }),
  grain,
  part,
  at: `rows.${alias}`,
});

const pathsOf = (view: View, dimension: string): DatasetPathInput[] =>
  [...(view.dimensions.get(dimension)?.paths ?? [])].map(([dataset, path]) => ({ dataset, path }));

const topOf = (view: View, top: TopInput, groupings: readonly Grouping[]): TopInput => ({
  ...top,
  by: namesOf(view).metrics.get(top.by) ?? top.by,
  dimension: groupings.find(({ field }) => field === top.dimension)?.key ?? top.dimension,
});

/** A time that is grouped by two grains is ordered by both, in the order of the selection. */
function ordersOf(view: View, order: OrderInput, groupings: readonly Grouping[], at: string): readonly OrderInput[] {
  const metric = namesOf(view).metrics.get(order.by);
  if (metric !== undefined) return [{ ...order, by: metric, at }];
  const keys = groupings.filter((grouping) => grouping.field === order.by).map((grouping) => grouping.key);
  return keys.length === 0 ? [{ ...order, at }] : keys.map((by) => ({ ...order, by, at }));
}

/** Dimensions alone are the distinct values of a dataset: the first that has a path for each of them. */
function onlyDataset(view: View, rows: RowSelection): string | null {
  const [first, ...others] = rows.groupings.map(
    ({ field }) => new Set(view.dimensions.get(namesOf(view).dimensions.get(field) ?? '')?.paths.keys()),
  );
  return [...(first ?? [])].find((dataset) => others.every((datasets) => datasets.has(dataset))) ?? null;
}
