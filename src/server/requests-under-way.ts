import type { OnProgress, RunStatistics } from '../engine/engine.js';

/** How far a request is: the queries that it waits for or has waited for, by the engine's ids, in the order of their start. */
export interface RequestProgress {
  readonly requestId: string;
  /** ISO instant. */
  readonly since: string;
  readonly queries: readonly RunStatistics[];
}

interface UnderWay {
  readonly since: string;
  readonly queries: Map<string, RunStatistics>;
}

/**
 * The requests that are being answered now. Who knows the id of one may see how far it is, unless it came in the name of
 * another user. Requests that came under one id are shown as one.
 */
export class RequestsUnderWay {
  private readonly requests = new Map<string, Set<UnderWay>>();

  /** @returns what to tell of its queries, and of its end */
  begin(requestId: string, user: string | null): { readonly onProgress: OnProgress; readonly end: () => void } {
    const key = keyOf(requestId, user);
    const request: UnderWay = { since: new Date().toISOString(), queries: new Map() };
    const same = this.requests.get(key) ?? new Set();
    this.requests.set(key, same.add(request));
    return {
      onProgress: (progress) => request.queries.set(progress.queryId, progress),
      end: () => {
        same.delete(request);
        if (same.size === 0) this.requests.delete(key);
      },
    };
  }

  progressOf(requestId: string, user: string | null): RequestProgress | null {
    const [first, ...others] = this.requests.get(keyOf(requestId, user)) ?? [];
    if (first === undefined) return null;
    const queries = new Map([first, ...others].flatMap((request) => [...request.queries]));
    return { requestId, since: first.since, queries: [...queries.values()] };
  }
}

const keyOf = (requestId: string, user: string | null): string => JSON.stringify([user, requestId]);
