import type { QueryClient } from './connection.js';
import type { Patience } from './exchange.js';
import { fetchPage, type Page } from './fetch-page.js';
import { queryProblem } from './problems.js';

/** How long a server that is away is asked again: for a statement, and for the pages of one that runs. */
export interface Patiences {
  readonly start: Patience;
  readonly poll: Patience;
}

/** For the last word to the engine. */
const FAREWELL = 5_000;
/** Larger ones would block the event loop for long. */
const PAGE_SIZE = 'targetResultSize=4MB';

/** One run of one statement: its pages in order, and its end on the engine, whatever happens here. */
export class Query {
  id: string | undefined;
  private next: string | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly text: string,
    private readonly patiences: Patiences,
  ) {}

  /**
   * The next page is fetched while the caller works on this one; no more than one is ahead.
   * @throws what fetchPage throws; the query's own failure under its code
   */
  async *pages(signal: AbortSignal): AsyncGenerator<Page> {
    const first = { method: 'POST', path: '/v1/statement', data: this.text, signal } as const;
    let page = await fetchPage(this.client, first, this.patiences.start);
    for (;;) {
      this.id = page.id;
      this.next = page.nextUri === undefined ? undefined : pathOf(page.nextUri);
      if (page.error !== undefined) throw queryProblem(page.error, page.id);
      const ahead = this.next === undefined ? undefined : this.poll(this.next, signal);
      yield page;
      if (ahead === undefined) return;
      page = await ahead;
    }
  }

  /** Tells the engine that nobody waits any more. Never fails. */
  async leave(): Promise<void> {
    const path = this.next;
    this.next = undefined;
    if (path === undefined) return;
    await this.client.send({ method: 'DELETE', path, signal: AbortSignal.timeout(FAREWELL) }).catch(() => {});
  }

  private poll(path: string, signal: AbortSignal): Promise<Page> {
    const sized = path.includes('/executing/') && !path.includes('?') ? `${path}?${PAGE_SIZE}` : path;
    const page = fetchPage(this.client, { method: 'GET', path: sized, signal }, this.patiences.poll, this.id);
    page.catch(() => {}); // thrown where it is awaited
    return page;
  }
}

/** The server's idea of its own host may be an inner one. */
function pathOf(uri: string): string {
  const { pathname, search } = new URL(uri, 'http://trino');
  return `${pathname}${search}`;
}
