/** Milliseconds that this thread computes while the work runs: what other processes do beside it is not in them. */
export function cpuOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
