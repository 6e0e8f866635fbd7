import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileProject } from '../../src/server/compile.js';
import { readCommandLine } from '../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../src/server/configuration/read-configuration.js';
import type { LogDetails } from '../../src/server/log.js';
import type { ReloadOutcome } from '../../src/server/reload.js';
import { startServer } from '../../src/server/start-server.js';

export const ORDERS = `dataset: orders
description: One row for each order.
owner: shop
table: shop.orders
columns: {order_id: bigint, country: text, ordered_at: date, amount: "decimal(12,2)"}
key: [order_id]
time: ordered_at
metrics:
  orders: {expression: COUNT(*), description: Orders placed.}
  revenue: {expression: SUM(amount), unit: EUR}
`;

const SALES = `view: sales
metrics: [orders, revenue]
dimensions: {country: country}
`;

const ROWS = `order_id,country,ordered_at,amount
1,DE,2024-01-01,10.50
2,DE,2024-01-02,4.50
3,FR,2024-01-02,2.25
4,,2024-02-01,1.00
`;

/** A project in a folder of its own, with a server over it that really listens. */
export async function openShop(
  settings: {
    readonly watch?: boolean;
    readonly limits?: string;
    readonly cache?: string;
    readonly more?: string;
    /** The definitions of the dataset. */
    readonly orders?: string;
  } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-shop-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('metrics/orders.yaml', settings.orders ?? ORDERS);
  write('metrics/sales.yaml', SALES);
  write('data/shop/orders.csv', ROWS);
  write(
    'grainline.yaml',
    `engine: {data: data}\nserver: {port: 0, watch: ${settings.watch ?? false}}\nlimits: {${settings.limits ?? ''}}\ncache: {${settings.cache ?? ''}}\n${settings.more ?? ''}`,
  );
  const configuration = readConfiguration(readCommandLine([]), {}, folder);
  const logged: (LogDetails & { readonly message: string })[] = [];
  const reloads: ReloadOutcome[] = [];
  const log = (message: string, details?: LogDetails): void => void logged.push({ message, ...details });
  const server = await startServer(configuration, () => compileProject(folder, configuration.metrics).model, {
    log: { warn: log, error: log },
    onReload: (outcome) => reloads.push(outcome),
  });

  const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.url}${path}`, init);
  return {
    folder,
    configuration,
    server,
    logged,
    reloads,
    write,
    remove: (path: string): void => rmSync(join(folder, path)),
    get,
    post: (body: unknown, init: RequestInit = {}): Promise<Response> =>
      get('/graphql', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
        headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
      }),
    async close(): Promise<void> {
      await server.stop(500);
      rmSync(folder, { recursive: true });
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

export interface Answered {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string } & Record<string, unknown>;
  }[];
  readonly extensions?: {
    readonly requestId: string;
    readonly cache?: readonly { readonly state: string; readonly age: number }[];
  };
}

export const json = async (response: Response | Promise<Response>): Promise<Answered> =>
  (await (await response).json()) as Answered;

/** Status and code of the first error. */
export async function refusalOf(response: Response): Promise<[number, string | undefined]> {
  return [response.status, (await json(response)).errors?.[0]?.extensions.code];
}
