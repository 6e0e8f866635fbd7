import type { Model } from '../model/model.js';
import type { MetricRequest } from '../request/metric-request.js';
import { add, compareClocks, readWallClock, type WallClock } from '../time/wall-clock.js';
import { wallClockOf } from '../time/zone.js';

/**
 * Whether the periods asked for are over, both by the clock and by what the request takes for today, and no rows of them
 * land any more, as partitions declare. It decides how long rows are kept, never whether they are right.
 */
export function isClosed(model: Model, request: MetricRequest, now: Date): boolean {
  const { time, compare, zone, history, metrics } = request;
  if (time === null) return false;
  const today = [wallClockOf(now, zone), readWallClock(history.today)];
  const lates = metrics.flatMap(({ datasets }) =>
    datasets.flatMap((name) => model.datasets.get(name)?.partitions.flatMap(({ late }) => late ?? []) ?? []),
  );
  const isOver = (end: WallClock): boolean =>
    today.every((each) => each !== undefined && compareClocks(end, each) <= 0);
  return [time.to, compare?.time.to].every((text) => {
    const end = text === undefined ? undefined : readWallClock(text);
    if (end === undefined) return text === undefined;
    return isOver(end) && lates.every(({ count, grain }) => isOver(add(end, count, grain)));
  });
}
