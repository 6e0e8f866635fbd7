import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { SERVERS, type ServerName } from './servers.js';
import { freePort } from './start.js';

/** A server in a process of its own, which tells what it has taken so far. */
export interface Child {
  readonly url: string;
  readonly usage: () => Promise<Usage>;
  readonly stop: () => Promise<void>;
}

export interface Usage {
  /** Microseconds, of all threads. */
  readonly cpu: number;
  /** Bytes: now, and the most ever. */
  readonly rss: number;
  readonly peakRss: number;
  /** In use, after a collection of garbage where one was asked for. */
  readonly heap: number;
  /** Milliseconds that its event loop stood still at most, since this was last asked. */
  readonly block: number;
}

/** @param argument what this kind of server serves */
export async function startChild(kind: ServerName, argument = ''): Promise<Child> {
  const port = await freePort();
  const server = fork(process.argv[1] ?? '', ['serve', kind, String(port), argument], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await ready(server);
  return {
    url: `http://127.0.0.1:${port}`,
    usage: async () => {
      server.send('usage');
      const [usage] = (await once(server, 'message')) as [Usage];
      return usage;
    },
    stop: async () => {
      if (server.exitCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  const exited = once(server, 'exit').then(([code]) => {
    throw new Error(`A server of the bench ended with ${code}.`);
  });
  await Promise.race([once(server, 'message'), exited]);
  exited.catch(() => {});
}

/** The child's side. */
export async function serveChild([kind = '', port, argument = '']: readonly string[]): Promise<void> {
  await SERVERS[kind as ServerName](Number(port), argument);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', async () => {
    const block = delay.max / 1e6;
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    const usage: Usage = {
      cpu: user + system,
      rss,
      peakRss: process.resourceUsage().maxRSS * 1024,
      heap: heapUsed,
      block,
    };
    await setTimeout(10); // the collection stood still too
    delay.reset();
    process.send?.(usage);
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}
