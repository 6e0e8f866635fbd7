import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { compileProject } from '../src/server/compile.js';
import { readCommandLine } from '../src/server/configuration/command-line.js';
import { readConfiguration } from '../src/server/configuration/read-configuration.js';
import { startServer } from '../src/server/start-server.js';

/** What is served in a process of its own, on a port. */
type Serve = (port: number, argument: string) => Promise<void>;

/** Ours: the project in a folder. */
const grainline: Serve = async (port, folder) => {
  const configuration = readConfiguration(
    readCommandLine(['--port', String(port)]),
    process.env,
    folder || process.cwd(),
  );
  await startServer(configuration, () => compileProject(configuration.project, configuration.metrics).model);
};

/** Bare node:http that answers each request with the bytes of a file. */
const bare: Serve = async (port, file) => {
  const bytes = readFileSync(file);
  const server = createServer((incoming, answer) => {
    incoming.resume().on('end', () => {
      answer.setHeader('content-type', 'application/json; charset=utf-8');
      answer.setHeader('content-length', bytes.byteLength);
      answer.end(bytes);
    });
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
};

/** graphql-yoga as its pages show it, over rows that lie in a file as objects. */
const yoga: Serve = async (port, file) => {
  const { createSchema, createYoga } = await import('graphql-yoga');
  const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly object[];
  const typeDefs = `
    type Row { eventId: String, country: String, onDay: String, events: Float, amount: String }
    type Query { rows: [Row!]! }
  `;
  const schema = createSchema({ typeDefs, resolvers: { Query: { rows: () => rows } } });
  const server = createServer(createYoga({ schema, logging: false }));
  await once(server.listen(port, '127.0.0.1'), 'listening');
};

export const SERVERS = { grainline, bare, yoga } as const satisfies Readonly<Record<string, Serve>>;
export type ServerName = keyof typeof SERVERS;
