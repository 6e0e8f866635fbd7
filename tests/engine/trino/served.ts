import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProject } from '../../../src/server/compile.js';
import { readCommandLine } from '../../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../../src/server/configuration/read-configuration.js';
import type { LogDetails } from '../../../src/server/log.js';
import { startServer } from '../../../src/server/start-server.js';
import type { Answered } from '../../server/shop.js';
import { SCHEMA, TRINO } from './lab.js';

export interface Settings {
  readonly metrics: Readonly<Record<string, string>>;
  /** Beside server, schema and user, as lines of `engine.trino`. */
  readonly trino?: Readonly<Record<string, unknown>>;
  /** Other sections of grainline.yaml. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A project in a folder of its own, and a server over it that listens and asks a Trino, as a user would start it. */
export async function openServed({ metrics, trino = {}, more = {} }: Settings) {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-trino-'));
  mkdirSync(join(folder, 'metrics'));
  for (const [name, text] of Object.entries(metrics)) writeFileSync(join(folder, 'metrics', `${name}.yaml`), text);
  const settings = {
    engine: { kind: 'trino', trino: { server: TRINO ?? 'http://127.0.0.1:1', schema: SCHEMA, user: 'lab', ...trino } },
    server: { port: 0 },
    proofs: 'off',
    ...more,
  };
  writeFileSync(join(folder, 'grainline.yaml'), JSON.stringify(settings));
  const configuration = readConfiguration(readCommandLine([]), {}, folder);
  const logged: (LogDetails & { readonly message: string })[] = [];
  const log = (message: string, details?: LogDetails): void => void logged.push({ message, ...details });
  const { model, problems } = compileProject(folder, configuration.metrics);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const server = await startServer(configuration, () => model, { log: { warn: log, error: log } });

  const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.url}${path}`, init);
  const ask = async (query: string, init: RequestInit = {}): Promise<Answered> => {
    const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string>) };
    const response = await get('/graphql', { ...init, method: 'POST', body: JSON.stringify({ query }), headers });
    return (await response.json()) as Answered;
  };
  return {
    logged,
    get,
    ask,
    close: async (): Promise<void> => {
      await server.stop(500);
      rmSync(folder, { recursive: true });
    },
  };
}

export type Served = Awaited<ReturnType<typeof openServed>>;

/** Lines of TPC-H that Trino itself makes, at a scale that sets how long a question takes. */
export const lines = (scale: string): string => `
dataset: lines_${scale}
description: One row for each line of an order.
owner: tests
table: tpch.${scale}.lineitem
columns: {orderkey: bigint, linenumber: integer, comment: text, shipdate: date}
key: [orderkey, linenumber]
metrics:
  lines_${scale}: {expression: COUNT(*), description: Lines.}
  comments_${scale}: {expression: COUNT(DISTINCT comment), description: Different comments.}
`;
