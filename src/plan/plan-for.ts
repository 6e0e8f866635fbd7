import { type ColumnRef, call, column, type Scalar } from '../expressions/scalar.js';
import type { Metric, Model } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { GroupCondition, MetricRequest, RequestedDimension } from '../request/metric-request.js';
import { carriedForward } from './carry.js';
import { withComparison } from './compare.js';
import { type Composed, Composition } from './composition.js';
import { isSame } from './frame.js';
import { groupCondition } from './having.js';
import { Names } from './names.js';
import { page, sortKeys } from './pages.js';
import {
  type Named,
  type OutputColumn,
  outputColumn,
  type PlanNode,
  type Project,
  relationOf,
  type SortKey,
} from './plan.js';
import { isMetricTime, type Question, type QuestionDimension } from './question.js';
import { applyRules } from './rules/rules.js';
import { topValues } from './top.js';

/** The plan of a request, and where what was asked stands among the columns of its rows. */
export interface Plan {
  readonly root: PlanNode;
  /** The same as the definitions say it, before it is made fit for an engine: what is compared with rows that are there. */
  readonly logical: PlanNode;
  /** Columns of the root's rows: dimensions, then metrics, those of having and order included. */
  readonly columns: readonly OutputColumn[];
  /** Column names of the request's dimensions, in its order. */
  readonly dimensions: readonly string[];
  /** Metric name to column name. */
  readonly metrics: ReadonlyMap<string, string>;
  /** Metric name to the column of its value over the range it is compared with. */
  readonly previous: ReadonlyMap<string, string>;
  /** The same rows before order and pages: what is counted for a total. */
  readonly unpaged: PlanNode;
  readonly logicalUnpaged: PlanNode;
  /** The total order of the rows, over columns of `ANSWER`: what a cursor is made of. */
  readonly keys: readonly SortKey[];
}

/** Relation of the columns that an answer has. */
export const ANSWER = 'answer';
const PLACE = 'top_place';

export function planFor(model: Model, request: MetricRequest): Plan {
  const columnNames = new Names();
  const names = new Names();
  names.take(ANSWER);
  const dimensions = request.dimensions.map(
    ({ as: _as, ...dimension }): QuestionDimension => ({
      ...dimension,
      name: columnNames.take(dimensionName(dimension)),
    }),
  );
  const metrics = distinctMetrics([
    ...request.metrics,
    ...metricsOfHaving(request.having),
    ...request.order.flatMap(({ by }) => ('metric' in by ? [by.metric] : [])),
  ]);
  const plain: Question = {
    dimensions,
    where: request.where,
    segments: request.segments,
    time: request.time,
    zone: request.zone,
    history: request.history,
  };
  const question = withTop(model, request, plain, names);
  const fill = fillOf(request);
  const composition = new Composition({ model, question, fill, names }, metrics, request.metrics);
  const composed =
    metrics.length === 0
      ? distinctValues(composition, request)
      : fill === 'last'
        ? carriedForward({ model, question, names }, metrics, request.metrics)
        : composition.composed();
  const metricNames = new Map(metrics.map((metric) => [metric.name, columnNames.take(metric.name)]));
  const before =
    request.compare === null
      ? null
      : withComparison(composition, question, request.metrics, request.compare, fill, composed);
  const previous = new Map(
    before === null ? [] : request.metrics.map((metric) => [metric.name, columnNames.take(`previous_${metric.name}`)]),
  );
  const beside = [...previous].map(
    ([name, as]): Named => ({
      name: as,
      value: typed(before?.values.get(name) ?? missing(name), model.metrics.get(name) as Metric),
    }),
  );
  const projected = project(
    before === null ? composed : { ...composed, node: before.node },
    question,
    metrics,
    metricNames,
    beside,
  );
  const metricColumn = (metric: Metric): ColumnRef =>
    outputColumn(projected, metricNames.get(metric.name) ?? metric.name);
  const having = request.having.map((condition) => groupCondition(condition, metricColumn));
  const said: PlanNode = having.length === 0 ? projected : { kind: 'filter', input: projected, where: having };
  const unpaged = applyRules(said, model);
  const dimensionColumns = dimensions.map(({ name }) => outputColumn(projected, name));
  const keys = [...placeKey(projected, request), ...sortKeys(request, dimensionColumns, metricColumn)];
  const columns = projected.columns.map(({ name, value }) => ({ name, type: value.type }));
  return {
    root: page(unpaged, request, keys),
    logical: page(said, request, keys, unpaged),
    columns,
    dimensions: dimensions.map(({ name }) => name),
    metrics: metricNames,
    previous,
    unpaged,
    logicalUnpaged: said,
    keys,
  };
}

function project(
  composed: Composed,
  question: Question,
  metrics: readonly Metric[],
  names: ReadonlyMap<string, string>,
  beside: readonly Named[],
): Project {
  const top = question.dimensions.find((dimension) => dimension.top !== undefined);
  const place = top === undefined ? null : placeOf(composed, top);
  return {
    kind: 'project',
    relation: ANSWER,
    input: place?.node ?? composed.node,
    columns: [
      ...composed.groups,
      ...metrics.map(
        (metric): Named => ({
          name: names.get(metric.name) ?? metric.name,
          value: typed(composed.values.get(metric.name) ?? missing(metric.name), metric),
        }),
      ),
      ...beside,
      ...(place === null ? [] : [{ name: PLACE, value: place.value }]),
    ],
  };
}

/** A metric's column has the type that the model says. */
const typed = (value: Scalar, metric: Metric): Scalar =>
  value.type === metric.type ? value : call('cast', [value], metric.type);
const missing = (what: string): never =>
  refuse({ code: 'UNKNOWN_METRIC', message: `No metric has the name "${what}".` });

/** Without metrics: the combinations of dimension values that the dataset's rows have, each once. */
function distinctValues(composition: Composition, request: MetricRequest): Composed {
  const { question, model } = composition;
  const dataset = model.datasets.get(request.dataset ?? '');
  if (dataset === undefined)
    return refuse({ code: 'UNKNOWN_DATASET', message: `There is no dataset "${request.dataset}".` });
  const node = composition.passOver(dataset).node(null);
  return {
    node,
    groups: question.dimensions.map(({ name, type }): Named => ({ name, value: column(relationOf(node), name, type) })),
    values: new Map(),
  };
}

/** A dense metric asked by metric_time is filled. */
function fillOf(request: MetricRequest): MetricRequest['fill'] {
  const byTime = request.dimensions.some((dimension) => isMetricTime(dimension) && dimension.grain !== null);
  if (request.fill !== null) return byTime ? request.fill : null;
  const dense = request.metrics.some((metric) => metric.kind === 'simple' && metric.dense);
  return dense && byTime ? 'empty' : null;
}

function withTop(model: Model, request: MetricRequest, question: Question, names: Names): Question {
  const { top } = request;
  if (top === null) return question;
  const index = request.dimensions.findIndex(({ as }) => as === top.dimension);
  const dimension = question.dimensions[index];
  if (dimension === undefined)
    return refuse({
      code: 'UNKNOWN_DIMENSION',
      message: `top: names "${top.dimension}", which is no dimension of this request.`,
    });
  const found = topValues(
    new Composition({ model, question, fill: null, names }, [top.by], [top.by]),
    question,
    dimension,
    top.by,
    request.metrics,
    top.count,
    top.other,
  );
  return {
    ...question,
    dimensions: question.dimensions.map((each, at) => (at === index ? { ...each, type: 'text', top: found } : each)),
  };
}

/** The place of each top value beside the groups; the rest has none. */
function placeOf(
  composed: Composed,
  dimension: QuestionDimension,
): { readonly node: PlanNode; readonly value: Scalar } {
  const { top } = dimension;
  const group = composed.groups.find(({ name }) => name === dimension.name)?.value;
  if (top === undefined || group === undefined) throw new Error('no top');
  const relation = `${top.relation}_places`;
  const value = column(top.relation, 'value', (top.node as Project).columns[0]?.value.type ?? 'text');
  const places: Project = {
    kind: 'project',
    relation,
    input: top.node,
    columns: [
      { name: 'shown', value: value.type === 'text' ? value : call('cast', [value], 'text') },
      { name: 'place', value: column(top.relation, 'place', 'integer') },
    ],
  };
  const node: PlanNode = {
    kind: 'join',
    type: 'left',
    left: composed.node,
    right: places,
    on: [isSame(group, column(relation, 'shown', 'text'))],
  };
  return { node, value: column(relation, 'place', 'integer') };
}

/** Without an order of one's own, rows come in rank order, the rest last. */
function placeKey(projected: Project, request: MetricRequest): readonly SortKey[] {
  const placed = projected.columns.some(({ name }) => name === PLACE);
  return placed && request.order.length === 0
    ? [{ value: column(ANSWER, PLACE, 'integer'), direction: 'asc', nulls: 'last' }]
    : [];
}

/** A readable column name that two requests share whatever their aliases: `member_country`, `metric_time_month`. */
function dimensionName(dimension: Omit<RequestedDimension, 'as'>): string {
  const [path] = dimension.paths.values();
  const texts = new Set([...dimension.paths.values()].map((each) => each.text));
  const stem = texts.size === 1 && path ? path.text.replaceAll('.', '_') : (path?.dimension?.name ?? 'dimension');
  const grain =
    dimension.grain === null
      ? ''
      : `_${typeof dimension.grain === 'string' ? dimension.grain : dimension.grain.custom}`;
  return `${stem}${grain}${dimension.part === null ? '' : `_${dimension.part}`}`;
}

const distinctMetrics = (metrics: readonly Metric[]): readonly Metric[] => [
  ...new Map(metrics.map((metric) => [metric.name, metric])).values(),
];

function metricsOfHaving(conditions: readonly GroupCondition[]): readonly Metric[] {
  return conditions.flatMap((condition) =>
    condition.kind === 'test'
      ? [condition.metric]
      : metricsOfHaving(condition.kind === 'not' ? [condition.of] : condition.of),
  );
}
