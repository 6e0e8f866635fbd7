import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../../problems/problem.js';
import type { HttpAnswer, HttpRequest, QueryClient } from './connection.js';
import { misconfigured, named, unavailable, withCause } from './problems.js';

/** In milliseconds: for how long a server that is away or busy is asked again. */
export type Patience = number;

/** What is made of an answer; a problem is returned where asking again may help, and thrown where it does not. */
export type ReadAnswer<T> = (answer: HttpAnswer) => T | ProblemError;

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
const AWAY = new Set([502, 503, 504]);

/**
 * Sends one request, again and again while the server is away or busy. That is safe for all that is sent: the same place
 * of a query gives the same page, and a statement that was posted does not begin before its first poll.
 * @param id of the query that it belongs to
 * @throws ENGINE_UNAVAILABLE, ENGINE_BUSY, ENGINE_AUTH_FAILED, ENGINE_FAILED, INVALID_CONFIGURATION, or what `read`
 * throws; the signal's reason when it is aborted
 */
export async function exchange<T>(
  client: QueryClient,
  request: HttpRequest,
  patience: Patience,
  read: ReadAnswer<T>,
  id?: string,
): Promise<T> {
  const until = performance.now() + patience;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const answer = await client.send(request).catch((error: unknown) => lost(error, request.signal));
    const outcome = answer instanceof ProblemError ? answer : (refusal(answer, id) ?? read(answer));
    if (!(outcome instanceof ProblemError)) return outcome;
    if (performance.now() + pause > until) throw outcome;
    await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal: request.signal });
  }
}

/** Only the code is told: the client's errors carry the password and the headers. */
function lost(error: unknown, signal: AbortSignal): ProblemError {
  if (signal.aborted) throw signal.reason;
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|EPROTO|ERR_SSL/.test(code))
    throw misconfigured(
      `engine.trino.server: there is no secure connection to it (${code}).`,
      'Check the address, or name the authority with engine.trino.tls.ca.',
    );
  if (code === 'ENOTFOUND') return unavailable(`engine.trino.server: its host is not known (${code}).`);
  if (code === undefined || /^ERR_(?!NETWORK|BAD_RESPONSE|STREAM)/.test(code)) {
    const problem = new ProblemError([{ code: 'ENGINE_FAILED', message: 'The request to the engine failed.' }]);
    throw withCause(problem, `${code}: ${message}`);
  }
  return unavailable(`The engine does not answer (${code}).`);
}

/** @returns a problem for a server that is away; @throws for one that says no; undefined for a good answer */
function refusal({ status, headers, body }: HttpAnswer, id: string | undefined): ProblemError | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429)
    return new ProblemError([
      { code: 'ENGINE_BUSY', message: `The engine takes no more queries now (HTTP 429)${named(id)}.` },
    ]);
  if (AWAY.has(status)) return unavailable(`The engine answers HTTP ${status}${named(id)}.`);
  if (status === 401)
    throw refused('login', status, 'Check engine.trino.user and engine.trino.password or engine.trino.token.');
  if (status === 403)
    throw refused('user', status, 'Check engine.trino.user, its roles, and whether it may impersonate.');
  if (status >= 300 && status < 400)
    throw misconfigured(
      `engine.trino.server: the address leads on to ${hostOf(headers.location)} (HTTP ${status}).`,
      'Name the final address: a login is not sent on.',
    );
  if ((status === 404 || status === 410) && id !== undefined)
    throw unavailable(`The engine lost the query${named(id)}.`); // it was restarted
  if (status === 404 || status === 405)
    throw misconfigured(`engine.trino.server: there is no Trino at this address (HTTP ${status}).`);
  const problem = new ProblemError([
    { code: 'ENGINE_FAILED', message: `The engine answers HTTP ${status}${named(id)}.` },
  ]);
  throw withCause(problem, body.slice(0, 500));
}

const refused = (what: string, status: number, hint: string): ProblemError =>
  new ProblemError([{ code: 'ENGINE_AUTH_FAILED', message: `The engine refuses the ${what} (HTTP ${status}).`, hint }]);

const hostOf = (location: unknown): string =>
  typeof location === 'string' && URL.canParse(location) ? new URL(location).origin : 'another one';
