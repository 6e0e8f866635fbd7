import { inputsOf, matchedBy } from '../model/below.js';
import type { Metric, Model } from '../model/model.js';
import { inputsOfNode, type Join, type PlanNode, type Scan } from '../plan/plan.js';
import { reportsTime } from '../plan/question.js';
import { type Way, wayOfScan } from '../plan/way-of-scan.js';
import type { GroupCondition, MetricRequest } from '../request/metric-request.js';
import { conditionText, filterTexts, groupConditionText, scalarText } from './condition-text.js';
import type { Explanation, FilterExplained, MetricExplained, PathExplained } from './explanation.js';

/** Asks nothing of the engine. @param root the plan of the request: what it does not join was not needed */
export function explain(
  model: Model,
  request: MetricRequest,
  root: PlanNode,
  rollups: Explanation['rollups'] = [],
): Explanation {
  const metrics = metricsBelow(model, request);
  return {
    metrics: metrics.map((metric) => metricExplained(metric)),
    paths: joinsOf(model, root).map(pathExplained),
    filters: [...filtersOf(model, request), ...metrics.flatMap(filtersOfMetric)],
    rollups,
  };
}

export interface JoinedWay {
  readonly way: Way;
  readonly type: Join['type'];
  readonly relation: string;
}

/** The ways that a plan joins, each once. */
export function joinsOf(model: Model, root: PlanNode): readonly JoinedWay[] {
  const found = new Map<string, JoinedWay>();
  const seen = new Set<PlanNode>();
  const visit = (node: PlanNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of inputsOfNode(node)) visit(input);
    if (node.kind !== 'join') return;
    const scan = scanBelow(node.right);
    const way = scan && wayOfScan(model, scan);
    if (scan && way && way.links.length > 0 && !found.has(scan.relation))
      found.set(scan.relation, { way, type: node.type, relation: scan.relation });
  };
  visit(root);
  return [...found.values()];
}

/** Partners that are only asked for stand with all that is reached from them. */
function scanBelow(node: PlanNode): Scan | null {
  if (node.kind === 'scan') return node;
  return node.kind === 'filter' ? scanBelow(node.input) : node.kind === 'join' ? scanBelow(node.left) : null;
}

const pathExplained = ({ way: { from, links }, type, relation }: JoinedWay): PathExplained => ({
  dataset: from.name,
  path: links.map(({ name }) => name).join('.'),
  link: links.at(-1)?.name ?? '',
  to: links.at(-1)?.to ?? '',
  join: type === 'inner' || type === 'semi' ? 'inner' : 'left',
  relation,
});

/** What is asked, what groups are kept or ordered by, and what these are made of. */
function metricsBelow(model: Model, request: MetricRequest): readonly Metric[] {
  const found = new Map<string, Metric>();
  let front: readonly Metric[] = [
    ...request.metrics,
    ...request.having.flatMap(metricsOfGroups),
    ...request.order.flatMap(({ by }) => ('metric' in by ? [by.metric] : [])),
  ];
  while (front.length > 0) {
    const fresh = front.filter(({ name }) => !found.has(name));
    for (const metric of fresh) found.set(metric.name, metric);
    front = fresh.flatMap(namesBelow).flatMap((name) => model.metrics.get(name) ?? []);
  }
  return [...found.values()];
}

const metricsOfGroups = (condition: GroupCondition): readonly Metric[] =>
  condition.kind === 'test'
    ? [condition.metric]
    : condition.kind === 'not'
      ? metricsOfGroups(condition.of)
      : condition.of.flatMap(metricsOfGroups);

const namesBelow = (metric: Metric): readonly string[] => [
  ...new Set([...inputsOf(metric).map((below) => below.metric), ...matchedBy(metric)]),
];

const metricExplained = (metric: Metric): MetricExplained => ({
  name: metric.name,
  kind: metric.kind,
  dataset: metric.kind === 'simple' ? metric.dataset : null,
  time: metric.kind === 'simple' ? metric.time : null,
  inputs: namesBelow(metric),
  filters: textsOfMetric(metric),
});

const filtersOfMetric = (metric: Metric): readonly FilterExplained[] =>
  textsOfMetric(metric).map((text) => ({ text, at: 'metric', metric: metric.name }));

/** A metric's own conditions, and those that it puts on one of its inputs alone. */
function textsOfMetric(metric: Metric): readonly string[] {
  const inputs = inputsOf(metric).flatMap(({ metric: name, where }) =>
    filterTexts(where).map((text) => `${name}: ${text}`),
  );
  return [...filterTexts(metric.where), ...inputs];
}

function filtersOf(
  model: Model,
  { where, segments, time, zone, having, metrics, dataset }: MetricRequest,
): readonly FilterExplained[] {
  const datasets = new Set([...metrics.flatMap((metric) => metric.datasets), ...(dataset === null ? [] : [dataset])]);
  const segmentTexts = segments.flatMap((name) =>
    [...datasets].flatMap((each) => {
      const condition = model.datasets.get(each)?.segments.get(name);
      return condition === undefined ? [] : [`${name}: ${scalarText(each, condition)}`];
    }),
  );
  return [
    ...(time === null
      ? []
      : [
          {
            text: `metric_time >= ${time.from} and metric_time < ${time.to} (${zone})`,
            at: 'periods',
            metric: null,
          } as const,
        ]),
    ...where.map(
      (condition) =>
        ({ text: conditionText(condition), at: reportsTime(condition) ? 'periods' : 'rows', metric: null }) as const,
    ),
    ...segmentTexts.map((text) => ({ text, at: 'rows', metric: null }) as const),
    ...having.map((condition) => ({ text: groupConditionText(condition), at: 'groups', metric: null }) as const),
  ];
}
