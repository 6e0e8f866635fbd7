import { APPROXIMATE } from '../expressions/functions.js';
import { type AggregateCall, visitScalar } from '../expressions/scalar.js';
import { inputsOf } from '../model/below.js';
import type { Filter, Metric, Model } from '../model/model.js';
import { inputsOfNode, type PlanNode } from '../plan/plan.js';
import type { MetricRequest } from '../request/metric-request.js';
import type { Dialect } from '../sql/dialects/dialect.js';
import type { Warning } from './result.js';

/** The aggregates below a metric whose values are estimates, those of conditions on metrics included. */
export function estimatesBelow(model: Pick<Model, 'metrics'>, metric: Metric): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const here = seen.has(name) ? undefined : model.metrics.get(name);
    seen.add(name);
    if (here === undefined) return;
    if (here.kind === 'simple') found.push(...estimatesIn(here.value));
    if (here.kind === 'conversion') visit(here.conversion);
    for (const filter of [here.where, ...inputsOf(here).map(({ where }) => where)])
      for (const named of metricsIn(filter)) visit(named);
    for (const below of inputsOf(here)) visit(below.metric);
  };
  visit(metric.name);
  return found;
}

/** One warning for each metric that is an estimate, and one where only conditions, order or ranks rest on estimates. */
export function approximations(
  model: Pick<Model, 'metrics'>,
  request: MetricRequest,
  root: PlanNode,
  accuracy: Dialect['accuracy'],
): readonly Warning[] {
  const say = (calls: readonly AggregateCall[]): string => [...new Set(calls.map(accuracy))].join('; ');
  const shown = request.metrics.flatMap((metric): Warning[] => {
    const calls = estimatesBelow(model, metric);
    return calls.length === 0
      ? []
      : [{ code: 'APPROXIMATE', message: `"${metric.name}" is approximate: ${say(calls)}.` }];
  });
  if (shown.length > 0) return shown;
  const behind = estimatesOf(root);
  return behind.length === 0
    ? []
    : [
        {
          code: 'APPROXIMATE',
          message: `Which rows there are, or their order, rests on approximate values: ${say(behind)}.`,
        },
      ];
}

function estimatesIn(scalar: Parameters<typeof visitScalar>[0]): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  visitScalar(scalar, (node) => {
    if (node.kind === 'aggregate' && APPROXIMATE.has(node.name)) found.push(node);
  });
  return found;
}

function estimatesOf(root: PlanNode): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  const seen = new Set<PlanNode>();
  const visit = (node: PlanNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'aggregate') for (const { value } of node.measures) found.push(...estimatesIn(value));
    for (const input of inputsOfNode(node)) visit(input);
  };
  visit(root);
  return found;
}

function metricsIn(filter: Filter | null): readonly string[] {
  const found: string[] = [];
  for (const scalar of filter?.values() ?? [])
    visitScalar(scalar, (node) => {
      const [name] = node.kind === 'call' && node.name === 'metric_value' ? node.args : [];
      if (name?.kind === 'literal') found.push(String(name.value));
    });
  return found;
}
