import type { Scalar } from '../expressions/scalar.js';
import { inputsOf } from '../model/below.js';
import type { Metric, Model } from '../model/model.js';
import { METRIC_TIME } from '../model/model.js';
import { fingerprintOf } from '../plan/fingerprint.js';
import type { PlanNode } from '../plan/plan.js';
import { planFor } from '../plan/plan-for.js';
import { conjuncts } from '../plan/rules/canonical-conjuncts.js';
import { tablesOf } from '../plan/tables.js';
import { ProblemError } from '../problems/problem.js';
import type { MetricQueryInput } from '../request/query-input.js';
import { readRequest } from '../request/read-request.js';
import { data } from './comparison.js';
import { namesBelow } from './names-below.js';
import { timeOf } from './reach.js';

/** The same moment for both sides, so that only definitions make a difference. */
const NOW = { now: new Date('2026-01-01T00:00:00Z') };

/** What a metric is asked to see whether it means the same: its total, each month, and within what it is a share of. */
function questionsOf({ name, kind, ...metric }: Metric): readonly MetricQueryInput[] {
  const within = 'within' in metric ? metric.within : [];
  return [
    { metrics: [name] },
    { metrics: [name], dimensions: [{ path: METRIC_TIME, grain: 'month' }] },
    ...(within.length > 0 ? [{ metrics: [name], dimensions: within.map((path) => ({ path })) }] : []),
  ];
}

/** The tables that a metric's total is read from; none where it cannot be asked. */
export function tablesBelow(model: Model, { name }: Metric): readonly string[] {
  const plan = planned(model, { metrics: [name] });
  return typeof plan === 'string' ? [] : tablesOf(plan);
}

/**
 * What each question computes: equal prints are equal numbers on the same data. Where a question is refused that the
 * metric could be asked (a custom grain needs to know its days), all that it stands on speaks in place of a plan.
 */
export function fingerprintsOf(model: Model, metric: Metric): string {
  const plans = questionsOf(metric).map((question) => planned(model, question));
  const prints = plans.map((plan) => (typeof plan === 'string' ? plan : fingerprintOf(inOneOrder(plan))));
  const [total, months] = plans;
  const isKnown = typeof total === 'object' && (typeof months === 'object' || timeOf(model, metric) === null);
  return [...prints, ...(isKnown ? [] : [groundsOf(model, metric)])].join(' ');
}

/** What the metrics below compute, and the links that its own conditions may go over. */
function groundsOf(model: Model, metric: Metric): string {
  const below = namesBelow(metric).flatMap((name) => {
    const found = model.metrics.get(name);
    return found === undefined ? [] : [fingerprintsOf(model, found)];
  });
  const isFiltered = metric.where !== null || inputsOf(metric).some(({ where }) => where !== null);
  const links = metric.datasets.map((name) => model.datasets.get(name)?.links);
  return data([below, isFiltered ? links : null]);
}

/** Conditions that all must hold have no order, wherever they stand. */
const inOneOrder = (plan: PlanNode): PlanNode =>
  JSON.parse(
    JSON.stringify(plan, (_key, value: Scalar | null) =>
      value?.kind === 'call' && value.name === 'and'
        ? {
            ...value,
            args: conjuncts(value)
              .map((part) => JSON.stringify(part))
              .sort(),
          }
        : value,
    ),
  ) as PlanNode;

/** The codes of a refusal in place of a plan. */
function planned(model: Model, question: MetricQueryInput): PlanNode | string {
  try {
    return planFor(model, readRequest(model, question, NOW, '')).root;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code).join();
    throw error;
  }
}
