import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';
import { until } from '../../builders/until.js';
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

/** Ports of the lab's processes, counted from that of the coordinator. */
const PORT_OF = { coordinator: 0, worker1: 1, metastore: 25 } as const;

/** As the machine of a process dies: without a word. Its port is free then, which takes a dead process a moment more. */
export async function kill(role: keyof typeof PORT_OF): Promise<void> {
  const pid = new RegExp(`^${role} +pid (\\d+)`, 'm').exec(status())?.[1];
  if (pid === undefined) throw new Error(`no ${role} runs`);
  process.kill(Number(pid), 'SIGKILL');
  await until(() => new RegExp(`^${role} +not running`, 'm').test(status()));
  await until(() => isFree(Number(new URL(TRINO ?? '').port) + PORT_OF[role]));
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
