import { renamed } from '../model/aliases.js';
import { deprecationText } from '../model/lifecycle.js';
import type { MetricRequest } from '../request/metric-request.js';
import { compareClocks, readWallClock, startOf } from '../time/wall-clock.js';
import { WARNINGS, type Warning } from './result.js';

/** What a reader of the numbers should know, found without asking the engine. */
export function warningsOf(request: MetricRequest): readonly Warning[] {
  return [...partialPeriods(request), ...lifecycleWarnings(request)];
}

/** What people should know before they build on a metric, and names that are no more in use. */
export function lifecycleWarnings({ named }: Pick<MetricRequest, 'named'>): readonly Warning[] {
  const renames = [...named].flatMap(([name, metric]): Warning[] =>
    name === metric.name ? [] : [{ code: 'METRIC_RENAMED', message: renamed(metric, name) }],
  );
  const states = [...new Set(named.values())].flatMap((metric): Warning[] => {
    if (metric.state === 'draft')
      return [{ code: 'METRIC_DRAFT', message: `"${metric.name}" is a draft: what it means may still change.` }];
    const reason = deprecationText(metric);
    return reason === undefined
      ? []
      : [{ code: 'METRIC_DEPRECATED', message: `"${metric.name}" is deprecated. ${reason}` }];
  });
  return [...renames, ...states];
}

/** A range that begins or ends inside a period makes that period's number smaller than it looks. */
function partialPeriods({ time, dimensions }: MetricRequest): Warning[] {
  if (time === null) return [];
  const cut = dimensions.some(({ paths, grain }) => {
    const isTime = [...paths.values()].some((path) => path.text === 'metric_time');
    if (!isTime || grain === null || typeof grain !== 'string') return false;
    return [time.from, time.to].some((text) => {
      const clock = readWallClock(text);
      return clock !== undefined && compareClocks(startOf(clock, grain), clock) !== 0;
    });
  });
  return cut ? [{ code: 'PARTIAL_PERIOD', message: WARNINGS.PARTIAL_PERIOD }] : [];
}
