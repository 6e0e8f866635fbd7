import { any, call, column, type ColumnRef, literal, mapScalar, type Scalar } from '../expressions/scalar.js';
import { type Metric, type Model, METRIC_TIME, type SimpleMetric } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { GroupCondition, MetricRequest, RequestedDimension } from '../request/metric-request.js';
import { build, type Built, type Composer, type Presence } from './build/builders.js';
import { Leaf } from './leaf.js';
import { meet } from './meet.js';
import { Names } from './names.js';
import { page, sortKeys } from './pages.js';
import type { Aggregate, Named, OutputColumn, PlanNode, Project, SortKey } from './plan.js';
import { applyRules } from './rules/rules.js';
import { testOf } from './tests.js';

/** The plan of a request, and where what was asked stands among the columns of its rows. */
export interface Plan {
  readonly root: PlanNode;
  /** Columns of the root's rows: dimensions, then metrics, those of having and order included. */
  readonly columns: readonly OutputColumn[];
  /** Column names of the request's dimensions, in its order. */
  readonly dimensions: readonly string[];
  /** Metric name to column name. */
  readonly metrics: ReadonlyMap<string, string>;
  /** The same rows before order and pages: what is counted for a total. */
  readonly unpaged: PlanNode;
  /** The total order of the rows, over columns of `ANSWER`: what a cursor is made of. */
  readonly keys: readonly SortKey[];
}

/** Relation of the columns that an answer has. */
export const ANSWER = 'answer';

export function planFor(model: Model, request: MetricRequest): Plan {
  const names = new Names();
  const dimensions = request.dimensions.map((dimension) => names.take(dimensionName(dimension)));
  const asked = request.metrics;
  const all = distinctMetrics([...asked, ...metricsOfHaving(request.having), ...request.order.flatMap(({ by }) => ('metric' in by ? [by.metric] : []))]);
  const composition = all.length === 0 ? distinctValues(model, request, dimensions) : compose(model, request, all, dimensions);
  const metricNames = new Map(all.map((metric) => [metric.name, names.take(metric.name)]));
  const projected: Project = {
    kind: 'project',
    relation: ANSWER,
    input: composition.node,
    columns: [
      ...composition.groups,
      ...all.map((metric): Named => ({ name: metricNames.get(metric.name) ?? metric.name, value: composition.values.get(metric.name) ?? refuse({ code: 'UNKNOWN_METRIC', message: metric.name }) })),
    ],
  };
  const columns = projected.columns.map(({ name, value }) => ({ name, type: value.type }));
  const metricColumn = (metric: Metric): ColumnRef => column(ANSWER, metricNames.get(metric.name) ?? metric.name, metric.type);
  const having = request.having.map((condition) => groupCondition(condition, metricColumn));
  const unpaged = applyRules(having.length === 0 ? projected : { kind: 'filter', input: projected, where: having });
  const dimensionColumns = request.dimensions.map((dimension, index) => column(ANSWER, dimensions[index] ?? '', dimension.type));
  const keys = sortKeys(request, dimensionColumns, metricColumn);
  return { root: page(unpaged, request, keys), columns, dimensions, metrics: metricNames, unpaged, keys };
}

interface Composition {
  readonly node: PlanNode;
  readonly groups: readonly Named[];
  readonly values: ReadonlyMap<string, Scalar>;
}

/** Without metrics: the combinations of dimension values that the dataset's rows have, each once. */
function distinctValues(model: Model, request: MetricRequest, dimensions: readonly string[]): Composition {
  const dataset = request.dataset ?? '';
  const leaf = new Leaf(model, dataset, model.datasets.get(dataset)?.time ?? null, request, dimensions);
  const node = leaf.node();
  return { node, groups: groupsOf(node), values: new Map() };
}

/** Metrics are built over leaves; leaves meet; groups without a row of an asked metric fall away. */
function compose(model: Model, request: MetricRequest, metrics: readonly Metric[], dimensions: readonly string[]): Composition {
  const leaves = new Map<string, Leaf>();
  const usesTime = request.time !== null || request.dimensions.some(isMetricTime) || request.where.some(speaksOfTime);
  const keyOf = (metric: SimpleMetric): string => (usesTime ? `${metric.dataset}@${metric.time}` : metric.dataset);
  const metric = (name: string): Metric => model.metrics.get(name) ?? refuse({ code: 'UNKNOWN_METRIC', message: `No metric has the name "${name}".` });
  const several = new Set(metrics.flatMap((each) => leavesBelow(each, metric)).map(keyOf)).size > 1;
  const composer: Composer = {
    metric,
    several,
    grouped: dimensions.length > 0,
    leafFor: (simple) => {
      const key = keyOf(simple);
      const leaf = leaves.get(key) ?? new Leaf(model, simple.dataset, simple.time, request, dimensions);
      leaves.set(key, leaf);
      return leaf;
    },
  };
  const built = new Map(metrics.map((each) => [each.name, build(each, composer, [])]));
  const kept = dimensions.length === 0 ? [] : keptGroups(request.metrics.flatMap((each) => built.get(each.name)?.presence ?? []), [...leaves.values()]);
  const nodes = [...leaves.values()].map((leaf) => leaf.node());
  return nodes.length === 1 && nodes[0] ? single(nodes[0], built, kept) : met(nodes, built, kept);
}

function single(node: Aggregate, built: ReadonlyMap<string, Built>, kept: readonly Scalar[]): Composition {
  return { node: filtered(node, kept), groups: groupsOf(node), values: new Map([...built].map(([name, { value }]) => [name, value])) };
}

function met(nodes: readonly Aggregate[], built: ReadonlyMap<string, Built>, kept: readonly Scalar[]): Composition {
  const { node, moved } = meet(nodes);
  const move = (scalar: Scalar): Scalar => mapScalar(scalar, (each) => (each.kind === 'column' ? moved(each) : each));
  return { node: filtered(node, kept.map(move)), groups: groupsOf(node), values: new Map([...built].map(([name, { value }]) => [name, move(value)])) };
}

const filtered = (node: PlanNode, where: readonly Scalar[]): PlanNode => (where.length === 0 ? node : { kind: 'filter', input: node, where });

const groupsOf = (node: Aggregate): readonly Named[] => node.groups.map(({ name, value }) => ({ name, value: column(node.relation, name, value.type) }));

/**
 * A group is in the answer if an asked metric has a row in it, under its own filters. Nothing is to be filtered where
 * each leaf has an asked metric without a filter.
 */
function keptGroups(presence: readonly Presence[], leaves: readonly Leaf[]): readonly Scalar[] {
  const whole = new Set(presence.filter(({ filters }) => filters.length === 0).map(({ leaf }) => leaf));
  if (leaves.every((leaf) => whole.has(leaf))) return [];
  const seen = new Map<string, Scalar>();
  for (const { leaf, filters } of presence) {
    if (filters.length > 0 && whole.has(leaf)) continue;
    const rows = leaf.rows(filters);
    seen.set(`${rows.relation}.${rows.column}`, call('>', [rows, literal('0', 'integer')], 'boolean'));
  }
  return [any([...seen.values()])];
}

function leavesBelow(metric: Metric, find: (name: string) => Metric): readonly SimpleMetric[] {
  switch (metric.kind) {
    case 'simple':
      return [metric];
    case 'ratio':
      return [metric.numerator, metric.denominator].flatMap((input) => leavesBelow(find(input.metric), find));
    case 'derived':
      return [...metric.inputs.values()].flatMap((input) => leavesBelow(find(input.metric), find));
  }
}

const isMetricTime = ({ paths }: Pick<RequestedDimension, 'paths'>): boolean => [...paths.values()].some((path) => path.text === METRIC_TIME);

const speaksOfTime = (condition: MetricRequest['where'][number]): boolean =>
  condition.kind === 'test' ? isMetricTime(condition) : condition.kind === 'not' ? speaksOfTime(condition.of) : condition.of.some(speaksOfTime);

/** A readable column name that two requests share whatever their aliases: `member_country`, `metric_time_month`. */
function dimensionName(dimension: RequestedDimension): string {
  const [path] = dimension.paths.values();
  const texts = new Set([...dimension.paths.values()].map((each) => each.text));
  const stem = texts.size === 1 && path ? path.text.replaceAll('.', '_') : (path?.dimension?.name ?? 'dimension');
  const grain = dimension.grain === null ? '' : `_${typeof dimension.grain === 'string' ? dimension.grain : dimension.grain.custom}`;
  return `${stem}${grain}${dimension.part === null ? '' : `_${dimension.part}`}`;
}

const distinctMetrics = (metrics: readonly Metric[]): readonly Metric[] => [...new Map(metrics.map((metric) => [metric.name, metric])).values()];

function metricsOfHaving(conditions: readonly GroupCondition[]): readonly Metric[] {
  return conditions.flatMap((condition) => (condition.kind === 'test' ? [condition.metric] : metricsOfHaving(condition.kind === 'not' ? [condition.of] : condition.of)));
}

function groupCondition(condition: GroupCondition, columnOf: (metric: Metric) => Scalar): Scalar {
  switch (condition.kind) {
    case 'test':
      return testOf(columnOf(condition.metric), condition.test);
    case 'not':
      return call('not', [groupCondition(condition.of, columnOf)], 'boolean');
    default: {
      const parts = condition.of.map((each) => groupCondition(each, columnOf));
      return condition.kind === 'any' ? any(parts) : parts.length === 0 ? literal(true, 'boolean') : parts.length === 1 && parts[0] ? parts[0] : call('and', parts, 'boolean');
    }
  }
}
