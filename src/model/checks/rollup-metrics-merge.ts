import { type AggregateCall, type Scalar, visitScalar } from '../../expressions/scalar.js';
import type { Problem } from '../../problems/problem.js';
import { metricNamed } from '../aliases.js';
import { simpleMetricsBelow } from '../below.js';
import { partsOf } from '../merging.js';
import type { Filter, SimpleMetric } from '../model.js';
import type { Check } from './checks.js';
import { ofEachRollup } from './rollups.js';

/** A rollup is put together from groups: what it holds must be of aggregates that merge. */
export const rollupMetricsMerge: Check = (model, definitions) =>
  ofEachRollup(model, definitions, ({ definition }) =>
    definition.metrics.flatMap(({ value, at }): Problem[] => {
      const metric = metricNamed(model, value);
      const fault = metric && first(simpleMetricsBelow(model, metric), (simple) => faultOf(simple));
      if (metric === undefined || fault === undefined) return [];
      const below = fault.of === metric.name ? `"${value}"` : `"${fault.of}" below "${value}"`;
      return [
        {
          code: 'ROLLUP_NOT_MERGEABLE',
          at,
          message: `Rollup "${definition.name.value}" cannot hold ${below}: ${fault.says}.`,
          hint: fault.hint,
        },
      ];
    }),
  );

interface Fault {
  readonly of: string;
  readonly says: string;
  readonly hint: string;
}

function faultOf(metric: SimpleMetric): Fault | undefined {
  if (metric.semiAdditive !== null)
    return {
      of: metric.name,
      says: 'it is semi-additive, and looks at some rows of each period',
      hint: 'Leave it out; it is answered from the rows.',
    };
  if (metric.where !== null && looksUpMetric(metric.where))
    return {
      of: metric.name,
      says: 'its where: asks for a METRIC of each entity, over all data',
      hint: 'Leave it out; it is answered from the rows.',
    };
  const call = first(aggregatesOf(metric.value), (each) => (partsOf(each.name) === null ? each : undefined));
  return (
    call && {
      of: metric.name,
      says: `${NAMES[call.name] ?? call.name.toUpperCase()} of groups does not make one of the whole`,
      hint: hintFor(call),
    }
  );
}

const NAMES: Partial<Record<AggregateCall['name'], string>> = { count_distinct: 'COUNT(DISTINCT …)' };

const hintFor = ({ name }: AggregateCall): string =>
  name === 'count_distinct'
    ? 'Leave it out, or hold a metric of APPROX_COUNT_DISTINCT, which is kept as a sketch.'
    : name === 'median' || name.startsWith('percentile')
      ? 'Leave it out, or hold a metric of APPROX_PERCENTILE, which is kept as a sketch.'
      : 'Leave it out; it is answered from the rows.';

function aggregatesOf(value: Scalar): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  visitScalar(value, (node) => {
    if (node.kind === 'aggregate') found.push(node);
  });
  return found;
}

function looksUpMetric(where: Filter): boolean {
  let found = false;
  for (const condition of where.values())
    visitScalar(condition, (node) => {
      found ||= node.kind === 'call' && node.name === 'metric_value';
    });
  return found;
}

function first<T, R>(all: readonly T[], of: (each: T) => R | undefined): R | undefined {
  for (const each of all) {
    const found = of(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
