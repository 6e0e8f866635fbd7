import { hostname } from 'node:os';
import { z } from 'zod';
import { ProblemError } from '../problems/problem.js';

const holderShape = z.object({ host: z.string(), pid: z.number(), since: z.string() });
export type Holder = Readonly<z.output<typeof holderShape>>;

/** Who builds, as a lock says it. */
export const me = (): Holder => ({ host: hostname(), pid: process.pid, since: new Date().toISOString() });

export function readHolder(text: string): Holder | null {
  try {
    return holderShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A process of this machine that is not there any more; of another machine nobody knows. */
export function isGone({ host, pid }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

export const busy = (rollup: string, holder: Holder | null): ProblemError =>
  new ProblemError([
    {
      code: 'ROLLUP_BUSY',
      message:
        holder === null
          ? `Another build of "${rollup}" is under way.`
          : `Another build of "${rollup}" is under way: process ${holder.pid} on ${holder.host}, since ${holder.since}.`,
      hint: 'Wait for it; where it is surely gone, build with --take-over.',
    },
  ]);
