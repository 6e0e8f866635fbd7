import type { RunStatistics } from '../engine.js';
import type { Page } from './fetch-page.js';

export function statisticsOf({ id, stats }: Page): RunStatistics {
  return {
    queryId: id,
    state: stats?.state ?? 'UNKNOWN',
    splits: { done: stats?.completedSplits ?? 0, of: stats?.totalSplits ?? 0 },
    rowsRead: stats?.processedRows ?? 0,
    bytesRead: stats?.physicalInputBytes ?? 0,
    peakMemoryBytes: stats?.peakMemoryBytes ?? 0,
    milliseconds: {
      elapsed: stats?.elapsedTimeMillis ?? 0,
      queued: stats?.queuedTimeMillis ?? 0,
      cpu: stats?.cpuTimeMillis ?? 0,
    },
  };
}
