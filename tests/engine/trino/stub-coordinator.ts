import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the other side: one for each connection. */
  readonly port: number | undefined;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a text as it is. */
  readonly body?: unknown;
  /** Cuts the connection instead of answering, or after half of the body. */
  readonly cut?: 'before' | 'within';
}

/** Speaks as a coordinator where a real one would not: `answer` says what comes to each request, in order. */
export interface Stub {
  readonly url: string;
  readonly seen: Seen[];
  readonly close: () => Promise<void>;
}

type Answer = (request: Seen, count: number) => StubAnswer | Promise<StubAnswer>;

export async function startStub(answer: Answer, tls?: { readonly key: string; readonly cert: string }): Promise<Stub> {
  const seen: Seen[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    const one = { method, path: url, body, headers, port: request.socket.remotePort };
    seen.push(one);
    const { status = 200, headers: more = {}, body: sent = '', cut } = await answer(one, seen.length);
    if (cut === 'before') return request.socket.destroy();
    const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
    response.writeHead(status, { 'Content-Length': Buffer.byteLength(text), ...more });
    if (cut !== 'within') return response.end(text);
    response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
  };
  const server = tls ? createSecureServer(tls, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const ID = '20240131_000000_00001_stub0';

/** A page of a query with one bigint column. */
export const page = (next: string | undefined, rows?: readonly (readonly unknown[])[], more: object = {}): object => ({
  id: ID,
  infoUri: 'http://inner/ui',
  ...(next !== undefined && { nextUri: `http://inner-host:1234${next}` }),
  ...(rows && { columns: [{ name: 'a', type: 'bigint' }], data: rows }),
  stats: { state: next === undefined ? 'FINISHED' : 'RUNNING', completedSplits: 1, totalSplits: 2, processedRows: 3 },
  ...more,
});

export const FIRST = `/v1/statement/queued/${ID}/x/1`;
export const SECOND = `/v1/statement/executing/${ID}/y/2`;

/** What our own question about session properties is answered with, so that a test speaks of its statement alone. */
export const noSession = (own: Answer): Answer => {
  let count = 0;
  return (request, all) => {
    if (request.body.startsWith('SHOW SESSION'))
      return { body: page(undefined, [], { columns: Array(5).fill({ name: 'x', type: 'varchar' }) }) };
    count += 1;
    return own(request, Math.min(count, all));
  };
};
