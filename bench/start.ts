import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { median } from './measure.js';
import type { Part } from './part.js';
import type { Measured } from './report.js';
import { scratchFolder } from './scratch.js';
import { syntheticDefinitions } from './synthetic-metrics.js';

const ROUNDS = 7;
const PATIENCE = 30_000;

const MANY = 500;

export const start: Part = {
  name: 'start',
  title: 'Start',
  about:
    'From `node scripts/start.mjs` to the first answer with a number in it; the tables and the bundle are there. Beside it, a bare node:http server until its first answer. Median of 7, in turn.',
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const project = await projectOf(MANY);
  const ofMany = ['scripts/start.mjs', '--project', project];
  const bare = ['-e', BARE, '--'];
  await startOnce(ofMany, 'facts_0'); // may bundle
  const times: { many: number[]; sample: number[]; bare: number[] } = { many: [], sample: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push(await startOnce(bare, 'facts_0'));
    times.many.push(await startOnce(ofMany, 'facts_0'));
    times.sample.push(await startOnce(['scripts/start.mjs'], 'plays'));
  }
  const most = (all: readonly number[]): string => `most ${Math.round(Math.max(...all))} ms`;
  return [
    {
      what: `start to first answer, ${MANY} metrics`,
      value: Math.round(median(times.many)),
      unit: 'ms',
      bar: 1_200,
      baseline: `${Math.round(median(times.bare))} ms`,
      note: most(times.many),
    },
    {
      what: 'start to first answer, the sample',
      value: Math.round(median(times.sample)),
      unit: 'ms',
      bar: 1_200,
      note: most(times.sample),
    },
  ];
}

/** The least that a server in Node can be, with an answer of the same form. */
const BARE = `require('node:http').createServer((request, answer) => answer.end('{"data":{"query":{"rows":[{"facts_0":1}]}}}')).listen(process.argv.at(-1))`;

/** A project of so many metrics, whose tables have some rows. */
async function projectOf(metrics: number): Promise<string> {
  const folder = join(scratchFolder(), 'start');
  mkdirSync(join(folder, 'metrics'), { recursive: true });
  mkdirSync(join(folder, 'data', 'lake'), { recursive: true });
  writeFileSync(join(folder, 'grainline.yaml'), 'engine: {data: data}\n');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const { path, text } of syntheticDefinitions(metrics)) {
    writeFileSync(join(folder, path), text);
    const [, table = '', columns = ''] = /table: lake\.(\w+)\ncolumns: \{(.*)\}/.exec(text) ?? [];
    const cells = [...columns.matchAll(/(\w+): "?(\w+(?:\([\d,]+\))?)"?/g)].map(
      ([, name, type]) =>
        `CAST(${type === 'timestamp' ? "TIMESTAMP '2026-01-01'" : type === 'boolean' ? 'TRUE' : 'i'} AS ${type}) AS ${name}`,
    );
    const file = join(folder, 'data', 'lake', `${table}.parquet`);
    await connection.run(`COPY (SELECT ${cells.join(', ')} FROM range(100) t(i)) TO '${file}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
  return folder;
}

async function startOnce(args: readonly string[], metric: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const server = spawn(process.execPath, [...args, '--port', String(port)], { stdio: 'ignore' });
  try {
    await firstAnswer(`http://127.0.0.1:${port}/graphql`, metric, server);
    return performance.now() - began;
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function firstAnswer(url: string, metric: string, server: ChildProcess): Promise<void> {
  for (const until = performance.now() + PATIENCE; performance.now() < until && server.exitCode === null; ) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ query(input: {metrics: ["${metric}"]}) { rows } }` }),
    }).then(
      (response) =>
        response.json() as Promise<{ data?: { query?: { rows?: readonly Readonly<Record<string, number>>[] } } }>,
      () => null,
    );
    if (answer?.data?.query?.rows?.[0]?.[metric] !== undefined) return;
    await sleep(5);
  }
  throw new Error('The server gave no answer.');
}

/** A port that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
