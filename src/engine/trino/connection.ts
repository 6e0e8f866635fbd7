import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BasicAuth, type ConnectionOptions, type QueryIterator, Trino } from 'trino-client';
import { refuse } from '../../problems/problem.js';
import type { RunOptions } from '../engine.js';
import { certificatesOf, isHeaderText, type TrinoProfile } from './profile.js';

/** trino-client's own class of that name, which it does not export. */
export type Client = ConstructorParameters<typeof QueryIterator>[0];
export type RequestConfig = Parameters<Client['request']>[0];

/** What one Trino is reached with: connections that stay open, and a fresh client for each query. */
export class Connection {
  readonly server: URL;
  private readonly agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  private readonly options: ConnectionOptions;

  /** @throws INVALID_CONFIGURATION */
  constructor(private readonly profile: TrinoProfile) {
    this.server = new URL(profile.server);
    const ca = certificatesOf(profile);
    const kept = { keepAlive: true, maxFreeSockets: 16 };
    this.agents = {
      httpAgent: new HttpAgent(kept),
      httpsAgent: new HttpsAgent({ ...kept, ...(ca === undefined ? {} : { ca }) }),
    };
    this.options = {
      server: this.server.origin,
      catalog: profile.catalog,
      schema: profile.schema,
      source: profile.source ?? 'grainline',
      ...(profile.password === undefined ? {} : { auth: new BasicAuth(profile.user, profile.password) }),
    };
  }

  /** A client never serves a second query: what one sets (session, schema) would leak into the next. */
  clientFor(asked: RunOptions, session: Readonly<Record<string, string>>): QueryClient {
    const { profile } = this;
    const extraHeaders: Record<string, string> = {
      'X-Trino-Time-Zone': 'UTC',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME', // else timestamps come cut to milliseconds
    };
    if (profile.token !== undefined) extraHeaders.Authorization = `Bearer ${profile.token}`;
    if (profile.clientTags !== undefined && profile.clientTags.length > 0)
      extraHeaders['X-Trino-Client-Tags'] = profile.clientTags.join(',');
    if (profile.roles !== undefined) extraHeaders['X-Trino-Role'] = rolesOf(profile.roles);
    if (asked.traceToken !== undefined) extraHeaders['X-Trino-Trace-Token'] = encodeURIComponent(asked.traceToken);
    const trino = Trino.create({ ...this.options, extraHeaders, session: encoded(session) });
    const { client } = trino as unknown as { readonly client: Client };
    const user = (profile.impersonate === true ? asked.user : undefined) ?? profile.user;
    if (!isHeaderText(user))
      refuse({ code: 'ENGINE_AUTH_FAILED', message: 'The name of the user cannot be sent to the engine.' });
    return new QueryClient(client, this.agents, user);
  }

  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }
}

/** What came back, whatever it was. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly body: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and search; it never leads away from the configured server, since each request carries the password. */
  readonly path: string;
  readonly data?: string | undefined;
  readonly signal: AbortSignal;
}

/** A coordinator holds a poll for a second; garbage collection and large pages take longer. */
const SILENCE = 60_000;

export class QueryClient {
  constructor(
    private readonly client: Client,
    private readonly agents: object,
    private readonly user: string,
  ) {}

  /** @throws the HTTP client's own errors, which carry the password: nobody may see them */
  send({ method, path, data, signal }: HttpRequest): Promise<HttpAnswer> {
    const config = {
      ...this.agents,
      method,
      url: path,
      data,
      signal,
      timeout: SILENCE,
      maxRedirects: 0,
      proxy: false,
      responseType: 'text',
      headers: { 'X-Trino-User': this.user, ...(method === 'POST' && { 'Content-Type': 'text/plain; charset=utf-8' }) },
      validateStatus: () => true,
      // The client gives the body alone to its caller; the status decides here too.
      transformResponse: [
        (body: unknown, headers: object, status: number) => ({ status, headers, body: String(body ?? '') }),
      ],
    } as unknown as RequestConfig;
    return this.client.request<HttpAnswer>(config);
  }
}

/** Values are url-encoded in this header; trino-client leaves that out, and a comma would begin another property. */
const encoded = (session: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(session).map(([name, value]) => [name, encodeURIComponent(value)]));

const rolesOf = (roles: Readonly<Record<string, string>>): string =>
  Object.entries(roles)
    .map(([catalog, role]) => `${catalog}=${encodeURIComponent(/^(ALL|NONE)$/.test(role) ? role : `ROLE{${role}}`)}`)
    .join(',');
