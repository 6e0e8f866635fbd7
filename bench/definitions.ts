import { median, threadCpu } from './measure.js';
import { modelOf } from './planning.js';
import type { Measured } from './report.js';

/** CPU of reading and compiling definition texts, files read already. */
export function definitions(): readonly Measured[] {
  return [540, 5_000].map((metrics): Measured => {
    const times = Array.from({ length: 7 }, () => {
      const began = threadCpu();
      modelOf(metrics);
      return (threadCpu() - began) / 1000;
    });
    const value = median(times);
    return {
      what: `${metrics.toLocaleString('en')} metrics`,
      value,
      unit: 'ms',
      bar: null,
      note: `first ${Math.round(times[0] ?? 0)} ms`,
    };
  });
}
