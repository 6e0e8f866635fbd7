import { execFile, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';
import { TRINO } from './lab.js';

/** The script that started the Trino of GRAINLINE_TEST_TRINO: then it is the tests' own, to kill and start again. */
const LAB = process.env.GRAINLINE_TEST_TRINO_LAB;
const environment = () => ({ ...process.env, TRINO_LAB_PORT: new URL(TRINO ?? '').port });
const status = (): string => spawnSync(LAB ?? '', ['status'], { env: environment(), encoding: 'utf8' }).stdout;
const lab = (...args: readonly string[]) => promisify(execFile)(LAB ?? '', args, { env: environment() });

/** Of the lab that there is: one Trino over files, or HDFS, a Hive Metastore, a coordinator and a worker. */
type LabProfile = 'minimal' | 'full';
const profile: LabProfile | undefined =
  TRINO === undefined || LAB === undefined ? undefined : status().includes('metastore') ? 'full' : 'minimal';

/** Tests that break a lab of this profile: skipped aloud, and counted, where there is none that is theirs. */
export function describeOwnLab(wanted: LabProfile, name: string, tests: () => void): void {
  if (profile === undefined) {
    process.stderr.write(`SKIPPED: GRAINLINE_TEST_TRINO_LAB names no lab of the tests' own: "${name}" does not run.\n`);
    describe.skip(name, tests);
  } else if (profile === wanted) describe(name, tests);
}

/** With access rules that show each user other rows of `faults_test.sales`. */
export const upWithRules = () => lab('up', '--minimal', '--etc', fileURLToPath(new URL('./etc', import.meta.url)));

/** Starts again what died, with so many workers. */
export const upAgain = (workers: number) => lab('workers', String(workers));

/** As the machine of a process dies: without a word. */
export async function kill(role: string): Promise<void> {
  const pid = new RegExp(`^${role} +pid (\\d+)`, 'm').exec(status())?.[1];
  if (pid === undefined) throw new Error(`no ${role} runs`);
  process.kill(Number(pid), 'SIGKILL');
  while (!new RegExp(`^${role} +not running`, 'm').test(status())) await sleep(100);
}
