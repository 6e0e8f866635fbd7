import type { QueryResult } from 'trino-client';
import type { ProblemError } from '../../problems/problem.js';
import type { HttpAnswer, HttpRequest, QueryClient } from './connection.js';
import { parseExact } from './exact-json.js';
import { exchange, type Patience } from './exchange.js';
import { misconfigured, named, unavailable } from './problems.js';

/** One answer of the protocol: rows so far unseen, how far the query is, and where to ask next. */
export type Page = QueryResult;

/** @throws as exchange does */
export const fetchPage = (client: QueryClient, request: HttpRequest, patience: Patience, id?: string): Promise<Page> =>
  exchange(client, request, patience, (answer) => pageOf(answer, id), id);

function pageOf({ body }: HttpAnswer, id: string | undefined): Page | ProblemError {
  const page = readPage(body);
  if (page !== undefined) return page;
  const isEmpty = body.trim() === ''; // so a coordinator answers that is about to stop, with status 200
  if (isEmpty || id !== undefined)
    return unavailable(`The engine sent ${isEmpty ? 'an empty' : 'an unreadable'} answer${named(id)}.`);
  throw misconfigured('engine.trino.server: what answers at this address is no Trino.');
}

/** Undefined for what is not a page: each has an id and statistics. */
function readPage(body: string): Page | undefined {
  try {
    const page = parseExact(body) as Page | null;
    return typeof page === 'object' && page !== null && typeof page.id === 'string' && typeof page.stats === 'object'
      ? page
      : undefined;
  } catch {
    return undefined;
  }
}
