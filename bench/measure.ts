/** User and system time of this process while `work` ran, DuckDB's threads included, in milliseconds. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

export interface SideBySide {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

/** Both are run in turn, each first every other time, after a run of each that does not count; medians in milliseconds. */
export async function sideBySide(
  rounds: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<SideBySide> {
  const [a, b]: [number[], number[]] = [[], []];
  await ours();
  await theirs();
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) a.push(await cpuOf(ours));
    b.push(await cpuOf(theirs));
    if (round % 2 === 1) a.push(await cpuOf(ours));
  }
  const [one, two] = [median(a), median(b)];
  return { ours: one, theirs: two, ratio: one / two };
}

/**
 * CPU microseconds of one call on this thread, when it is warm: the median over batches that take some milliseconds each.
 * What other processes do beside it is not in it.
 */
export function microsecondsOf(work: () => unknown): number {
  const batch = (milliseconds: number): number => {
    const began = threadCpu();
    let calls = 0;
    do {
      work();
      calls++;
    } while (threadCpu() - began < milliseconds * 1000);
    return (threadCpu() - began) / calls;
  };
  batch(500);
  return median(Array.from({ length: 21 }, () => batch(20)));
}

/** In microseconds. */
export function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
