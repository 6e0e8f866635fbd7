import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { compileProject } from '../src/server/compile.js';
import { readCommandLine } from '../src/server/configuration/command-line.js';
import { readConfiguration } from '../src/server/configuration/read-configuration.js';
import { startServer } from '../src/server/start-server.js';
import type { Measured } from './report.js';
import { freePort } from './start.js';

const REQUESTS = 3_000;
const QUESTION = JSON.stringify({
  query:
    '{ query(input: {metrics: ["plays", "streaming_hours"], dimensions: [{path: "member.country"}], limit: 20}) { rows } }',
});

/** Server CPU of an answer that is in the cache, over that of bare node:http sending the same bytes. Informational. */
export async function cachedAnswer(): Promise<readonly Measured[]> {
  const port = await freePort();
  const ours = await child('grainline', port);
  const bytes = await post(`http://127.0.0.1:${port}/graphql`);
  const barePort = await freePort();
  const bare = await child('bare', barePort, bytes);
  try {
    const cpu: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    for (let round = 0; round < 4; round++) {
      const [a, b] = [await cpuPerRequest(ours, port), await cpuPerRequest(bare, barePort)];
      if (round === 0) continue;
      cpu.ours.push(a);
      cpu.bare.push(b);
    }
    const [a, b] = [Math.min(...cpu.ours), Math.min(...cpu.bare)];
    return [
      {
        what: 'cached answer of 20 rows over bare node:http',
        value: a / b,
        unit: 'x',
        bar: null,
        note: `${Math.round(a)} : ${Math.round(b)} µs of CPU`,
      },
    ];
  } finally {
    for (const each of [ours, bare]) each.kill('SIGTERM');
  }
}

async function cpuPerRequest(server: ChildProcess, port: number): Promise<number> {
  const before = await cpuIn(server);
  for (let n = 0; n < REQUESTS; n += 10)
    await Promise.all(Array.from({ length: 10 }, () => post(`http://127.0.0.1:${port}/graphql`)));
  return ((await cpuIn(server)) - before) / REQUESTS;
}

async function cpuIn(server: ChildProcess): Promise<number> {
  server.send('cpu');
  const [cpu] = (await once(server, 'message')) as [number];
  return cpu;
}

async function child(kind: 'grainline' | 'bare', port: number, bytes = ''): Promise<ChildProcess> {
  const server = fork(process.argv[1] ?? '', ['serve', kind, String(port), bytes]);
  await once(server, 'message');
  return server;
}

const agent = new Agent({ keepAlive: true, maxSockets: 10 });

function post(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    sent.on('error', reject);
    sent.end(QUESTION);
  });
}

/** The child: serves, and tells its CPU so far in microseconds when it is asked. */
export async function serveChild(kind: string, port: number, bytes: string): Promise<void> {
  if (kind === 'bare') await serveBare(port, bytes);
  else await serveGrainline(port);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function serveBare(port: number, bytes: string): Promise<void> {
  const server = createServer((incoming, answer) => {
    incoming.resume().on('end', () => {
      answer.setHeader('content-type', 'application/json; charset=utf-8');
      answer.setHeader('content-length', Buffer.byteLength(bytes));
      answer.end(bytes);
    });
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
}

async function serveGrainline(port: number): Promise<void> {
  const configuration = readConfiguration(readCommandLine(['--port', String(port)]), process.env, process.cwd());
  await startServer(configuration, () => compileProject(configuration.project, configuration.metrics).model);
}
