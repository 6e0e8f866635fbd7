import type { TimeToConvertDefinition } from '../../../definitions/definitions.js';
import { commonType } from '../../../expressions/functions.js';
import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Located, Place } from '../../../problems/problem.js';
import { isCalendarGrain } from '../../../time/grain.js';
import type { Span } from '../../../time/span.js';
import type { SimpleMetric, TimeToConvert } from '../../model.js';
import { type MetricContext, refused } from '../metric-context.js';

/** Events are matched by time, and by dimensions that all of them have, of types that can be compared. */
export function checkEvents(
  metrics: readonly SimpleMetric[],
  names: readonly Located<string>[],
  { model }: MetricContext,
): void {
  for (const name of names)
    for (const metric of metrics) {
      const dataset = model.datasets.get(metric.dataset);
      if (metric.time === null)
        refused({
          code: 'NO_TIME',
          at: name.at,
          message: `"${metric.name}" has no time, and a conversion compares times.`,
          hint: `Give "${metric.dataset}" a time:.`,
        });
      const type = dataset?.dimensions.get(name.value)?.type;
      if (type === undefined)
        refused({
          code: 'UNKNOWN_COLUMN',
          at: name.at,
          message: `"${metric.dataset}" has no dimension "${name.value}".`,
          hint: didYouMean(name.value, dataset?.dimensions.keys() ?? []),
        });
      const [first] = metrics;
      const other = first && model.datasets.get(first.dataset)?.dimensions.get(name.value)?.type;
      if (type !== undefined && other !== undefined && commonType(other, type) === undefined)
        refused({
          code: 'TYPE_MISMATCH',
          at: name.at,
          message: `"${name.value}" is ${other} in "${first?.dataset}" and ${type} in "${metric.dataset}".`,
          hint: 'Give one of them a dimension of the type of the other.',
        });
    }
}

/** Rows are matched as they are: which of them a semi-additive metric looks at is known only in each group. */
export const notSemiAdditive = (metric: SimpleMetric, at: Place): SimpleMetric =>
  metric.semiAdditive === null
    ? metric
    : refused({
        code: 'TYPE_MISMATCH',
        at,
        message: `"${metric.name}" is semi-additive: it counts no events.`,
        hint: 'Name a metric that counts rows.',
      });

export const windowOf = (window: Located<Span> | undefined): Span | null =>
  window === undefined || isCalendarGrain(window.value.grain)
    ? (window?.value ?? null)
    : refused({
        code: 'UNKNOWN_GRAIN',
        at: window.at,
        message: `A window of events is a calendar span, and "${window.value.grain}" is none.`,
        hint: 'Say it in days, weeks or months.',
      });

export function timeToConvert(said: TimeToConvertDefinition | undefined): TimeToConvert | null {
  if (said === undefined) return null;
  const { then, unit } = said;
  const percent = /^p(\d+)$/.exec(then)?.[1];
  return percent === undefined
    ? { aggregate: then as TimeToConvert['aggregate'], fraction: null, unit }
    : { aggregate: 'percentile_cont', fraction: `0.${percent.padStart(2, '0')}`, unit };
}
