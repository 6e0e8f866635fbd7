import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryResult } from 'trino-client';
import type { HttpAnswer, HttpRequest, QueryClient } from './connection.js';
import { parseExact } from './exact-json.js';
import { misconfigured, named, unavailable, withCause } from './problems.js';
import { ProblemError } from '../../problems/problem.js';

/** One answer of the protocol: rows so far unseen, how far the query is, and where to ask next. */
export type Page = QueryResult & { readonly updateType?: string };

export interface Patience {
  /** For how many milliseconds a server that is away or busy is asked again. */
  readonly milliseconds: number;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
const BUSY = new Set([429, 502, 503, 504]);

/**
 * Asks for one page, again and again while the server is away or busy: the same place of a query gives the same page, and
 * a statement that was posted is not begun before its first poll.
 * @throws ENGINE_UNAVAILABLE, ENGINE_BUSY, ENGINE_AUTH_FAILED, ENGINE_FAILED; the signal's reason when it is aborted
 */
export async function fetchPage(client: QueryClient, request: HttpRequest, patience: Patience, id?: string): Promise<Page> {
  const until = performance.now() + patience.milliseconds;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const answer = await client.send(request).catch((error: unknown) => lost(error, request.signal));
    if (answer instanceof ProblemError) {
      if (performance.now() + pause > until) throw answer;
    } else if (!BUSY.has(answer.status)) return pageOf(answer, id);
    else if (performance.now() + pause > until) throw busy(answer, id);
    await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal: request.signal });
  }
}

/** Only the code and the host are told: the client's errors carry the password and the headers. */
function lost(error: unknown, signal: AbortSignal): ProblemError {
  if (signal.aborted) throw signal.reason;
  const { code, message, config } = error as { code?: string; message?: string; config?: { baseURL?: string } };
  const server = config?.baseURL ?? 'the server';
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|EPROTO|ERR_SSL/.test(code))
    throw misconfigured(`engine.server: no secure connection to ${server} (${code}).`, 'Check the address, or name the authority with engine.tls.ca.');
  if (code === 'ENOTFOUND') return unavailable(`engine.server: the host of ${server} is not known (${code}).`);
  if (code === undefined || /^ERR_(?!NETWORK|BAD_RESPONSE|STREAM)/.test(code))
    throw withCause(new ProblemError([{ code: 'ENGINE_FAILED', message: 'The request to the engine failed.' }]), `${code}: ${message}`);
  return unavailable(`No answer from ${server} (${code}).`);
}

const busy = ({ status }: HttpAnswer, id: string | undefined): ProblemError =>
  status === 429
    ? new ProblemError([{ code: 'ENGINE_BUSY', message: `The engine takes no more queries now (HTTP 429)${named(id)}.` }])
    : unavailable(`The engine answers HTTP ${status}${named(id)}.`);

function pageOf({ status, headers, body }: HttpAnswer, id: string | undefined): Page {
  if (status === 401)
    throw new ProblemError([
      { code: 'ENGINE_AUTH_FAILED', message: `The engine refuses the login (HTTP 401).`, hint: 'Check engine.user and engine.password or engine.token.' },
    ]);
  if (status === 403)
    throw new ProblemError([
      { code: 'ENGINE_AUTH_FAILED', message: `The engine refuses the user (HTTP 403).`, hint: 'Check engine.user, its roles, and whether it may impersonate.' },
    ]);
  if (status >= 300 && status < 400)
    throw misconfigured(`engine.server: the address leads on to ${hostOf(headers['location'])} (HTTP ${status}).`, 'Name the final address: redirects are not followed with a password.');
  // A coordinator that came back does not know the queries of before.
  if ((status === 404 || status === 410) && id !== undefined) throw unavailable(`The engine lost the query${named(id)}.`);
  if (status === 404 || status === 405) throw misconfigured(`engine.server: there is no Trino at this address (HTTP ${status}).`);
  if (status < 200 || status >= 300)
    throw withCause(new ProblemError([{ code: 'ENGINE_FAILED', message: `The engine answers HTTP ${status}${named(id)}.` }]), body.slice(0, 500));
  const page = readPage(body);
  if (page !== undefined) return page;
  // A coordinator that shuts down answers 200 with nothing.
  if (body.trim() === '' || id !== undefined) throw unavailable(`The engine sent ${body.trim() === '' ? 'an empty' : 'an unreadable'} answer${named(id)}.`);
  throw misconfigured('engine.server: what answers at this address is no Trino.');
}

/** Undefined for what is not a page: each has an id and statistics. */
function readPage(body: string): Page | undefined {
  try {
    const page = parseExact(body) as Page | null;
    return typeof page === 'object' && page !== null && typeof page.id === 'string' && typeof page.stats === 'object' ? page : undefined;
  } catch {
    return undefined;
  }
}

const hostOf = (location: unknown): string =>
  typeof location === 'string' && URL.canParse(location) ? new URL(location).origin : 'another one';
