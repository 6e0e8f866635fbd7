import { setTimeout as sleep } from 'node:timers/promises';
import { endedBy } from '../../problems/cancelled.js';
import { ProblemError } from '../../problems/problem.js';
import type { Engine, EngineReadiness, Receive, Rows, RunOptions, Statement, TableVersion } from '../engine.js';
import { Connection } from './connection.js';
import type { Page } from './fetch-page.js';
import { type Patiences, Query } from './pages.js';
import { Places } from './places.js';
import { EngineStarting, ofQuery, TooManyStages, TransientProblem, timedOut, unavailable } from './problems.js';
import { checkProfile, type TrinoProfile } from './profile.js';
import { readParts, readRows } from './read-rows.js';
import { checkReadiness } from './readiness.js';
import { readSession } from './session.js';
import { TableVersions } from './table-versions.js';
import { probe } from './version-queries.js';

const DEADLINE_SECONDS = 300;
const FRESHNESS_SECONDS = 15;
const MAX_CONCURRENT = 32;
const MOST_STREAMS = 8;
const PATIENCE: Patiences = { start: 5_000, poll: 10_000 };
/** An engine that was there a moment ago is waited for: a coordinator starts in some 20 seconds. */
const SECOND_PATIENCE: Patiences = { start: 30_000, poll: 10_000 };
const IMPATIENCE: Patiences = { start: 0, poll: 1_000 };
const PAUSE = 300;
const STAGES = 'query_max_stage_count';
/** Trino's own limit is 150: planning takes seconds beyond it, and more tasks wait on one another. */
const MOST_STAGES = '400';

/**
 * An engine over a Trino cluster. Nothing is asked of it yet: the server starts while the engine is away, and
 * `readiness()` says so.
 * @throws INVALID_CONFIGURATION for what is wrong with the profile itself
 */
export async function openTrino(profile: TrinoProfile): Promise<Engine> {
  checkProfile(profile);
  return new TrinoEngine(profile);
}

class TrinoEngine implements Engine {
  readonly name = 'trino';
  private readonly connection: Connection;
  private readonly places: Places;
  private readonly streams = new Places(MOST_STREAMS);
  private readonly versions: TableVersions;
  private readonly deadline: number;
  private readonly closing = new AbortController();
  private readonly leaving = new Set<Promise<void>>();
  private session: Promise<Readonly<Record<string, string>>> | undefined;

  constructor(private readonly profile: TrinoProfile) {
    this.connection = new Connection(profile);
    this.places = new Places(profile.maxConcurrent ?? MAX_CONCURRENT);
    this.deadline = profile.deadlineSeconds ?? DEADLINE_SECONDS;
    this.versions = new TableVersions(
      (statement) => this.ask(statement, PATIENCE),
      (profile.freshnessSeconds ?? FRESHNESS_SECONDS) * 1000,
    );
  }

  run(statement: Statement, signal: AbortSignal, options: RunOptions = {}): Promise<Rows> {
    const read: Read<Rows> = (pages) => readRows(pages, statement, options.onProgress);
    return this.reading(this.places, { statement, options, read, mayRepeat: () => true }, signal);
  }

  async stream(statement: Statement, receive: Receive, signal: AbortSignal, options: RunOptions = {}): Promise<void> {
    let begun = false;
    const take: Receive = (part) => {
      begun = true;
      return receive(part);
    };
    const read: Read<unknown> = (pages) => readParts(pages, statement, take, options.onProgress);
    await this.reading(this.streams, { statement, options, read, mayRepeat: () => !begun }, signal);
  }

  private async reading<T>(places: Places, asked: Asked<T>, signal: AbortSignal): Promise<T> {
    const { statement, options } = asked;
    if (!/^\s*(SELECT|WITH)\b/i.test(statement.text) || statement.parameters.length > 0)
      throw new ProblemError([
        { code: 'ENGINE_FAILED', message: 'The engine runs queries without bound values only.' },
      ]);
    return this.within(options.seconds ?? this.deadline, signal, async (limit) => {
      await places.take(limit.signal);
      try {
        return await this.readTwice(asked, limit);
      } finally {
        places.give();
      }
    });
  }

  /** A read whose engine was lost on the way is run once more, within its deadline. */
  private async readTwice<T>(asked: Asked<T>, limit: Limit): Promise<T> {
    let runs = 0;
    let until = Number.POSITIVE_INFINITY;
    for (;;) {
      try {
        const patience = runs === 0 ? PATIENCE : SECOND_PATIENCE;
        return await this.attemptWide(asked, limit, await this.readySession(), patience);
      } catch (error) {
        if (!(error instanceof TransientProblem) || !asked.mayRepeat()) throw error;
        if (!(error instanceof EngineStarting)) runs += 1;
        until = Math.min(until, performance.now() + SECOND_PATIENCE.start);
        if (runs > 1 || performance.now() > until) throw error;
        await sleep(PAUSE, undefined, { signal: limit.signal });
      }
    }
  }

  versionsOf(tables: readonly string[]): readonly TableVersion[] {
    return this.versions.of(tables);
  }

  async partitionColumns(table: string): Promise<readonly string[] | null> {
    const found = await probe((statement) => this.ask(statement, PATIENCE), table);
    return found.kind === 'files' ? found.partitionColumns : null;
  }

  readiness(): Promise<EngineReadiness> {
    return checkReadiness(this.profile, this.connection, (statement) =>
      this.ask(statement, IMPATIENCE, this.profile.sessionProperties),
    );
  }

  async close(): Promise<void> {
    this.versions.close();
    this.places.close();
    this.streams.close();
    this.closing.abort();
    await Promise.allSettled([...this.leaving]);
    this.connection.close();
  }

  /** Small questions of our own, beside the line. */
  private ask(statement: Statement, patience: Patiences, session = {}): Promise<Rows> {
    const read: Read<Rows> = (pages) => readRows(pages, statement);
    return this.within(Math.min(this.deadline, 30), undefined, (limit) =>
      this.attempt({ statement, options: {}, read, mayRepeat: () => true }, limit, session, patience),
    );
  }

  /** A statement of too many stages is asked again with a higher limit on them, unless the profile has one of its own. */
  private async attemptWide<T>(...[asked, limit, session, patience]: Attempt<T>): Promise<T> {
    try {
      return await this.attempt(asked, limit, session, patience);
    } catch (error) {
      if (!(error instanceof TooManyStages) || STAGES in session) throw error;
      const wide = { ...session, [STAGES]: MOST_STAGES };
      return await this.attempt(asked, limit, wide, patience).catch((second: unknown) => {
        throw codeOf(second) === 'ENGINE_ACCESS_DENIED' ? error : second; // not everyone may set it
      });
    }
  }

  private async attempt<T>(...[asked, { signal, until }, session, patience]: Attempt<T>): Promise<T> {
    const left = Math.max(1, Math.ceil((until - performance.now()) / 1000));
    const limits = { query_max_run_time: `${left}s`, ...session };
    const query = new Query(this.connection.clientFor(asked.options, limits), asked.statement.text, patience);
    try {
      return await asked.read(query.pages(signal));
    } catch (error) {
      if (isTimeout(signal)) throw ofQuery(signal.reason, query.id);
      // A query that never began has been tried for long enough.
      throw error instanceof TransientProblem && query.id === undefined ? new ProblemError(error.problems) : error;
    } finally {
      this.leave(query);
    }
  }

  private leave(query: Query): void {
    const left = query.leave().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  /** Ends at once when the caller, the deadline or the engine's end says so, each under its own code. */
  private async within<T>(
    seconds: number,
    asked: AbortSignal | undefined,
    work: (limit: Limit) => Promise<T>,
  ): Promise<T> {
    const limited = new AbortController();
    const until = performance.now() + seconds * 1000;
    const timer = setTimeout(() => limited.abort(timedOut(seconds)), seconds * 1000);
    const onAbort = () => limited.abort(asked && endedBy(asked));
    const onClose = () => limited.abort(unavailable('The server is shutting down.'));
    asked?.addEventListener('abort', onAbort);
    this.closing.signal.addEventListener('abort', onClose);
    try {
      if (asked?.aborted) onAbort();
      if (this.closing.signal.aborted) onClose();
      limited.signal.throwIfAborted();
      return await work({ signal: limited.signal, until });
    } catch (error) {
      throw limited.signal.aborted && !(error instanceof ProblemError) ? limited.signal.reason : error;
    } finally {
      clearTimeout(timer);
      asked?.removeEventListener('abort', onAbort);
      this.closing.signal.removeEventListener('abort', onClose);
    }
  }

  private readySession(): Promise<Readonly<Record<string, string>>> {
    this.session ??= readSession(this.profile, (statement) => this.ask(statement, PATIENCE)).catch((error: unknown) => {
      this.session = undefined;
      throw error;
    });
    return this.session;
  }
}

/** When work has to end, and what ends it: then, or earlier. */
interface Limit {
  readonly signal: AbortSignal;
  /** By the clock of `performance`. */
  readonly until: number;
}

type Read<T> = (pages: AsyncIterable<Page>) => Promise<T>;

/** A statement, and what is made of its pages. */
interface Asked<T> {
  readonly statement: Statement;
  readonly options: RunOptions;
  readonly read: Read<T>;
  /** False where rows have reached the caller. */
  readonly mayRepeat: () => boolean;
}

type Attempt<T> = [asked: Asked<T>, limit: Limit, session: Readonly<Record<string, string>>, patience: Patiences];

const codeOf = (error: unknown): string | undefined =>
  error instanceof ProblemError ? error.problems[0]?.code : undefined;

const isTimeout = ({ aborted, reason }: AbortSignal): boolean => aborted && codeOf(reason) === 'QUERY_TIMEOUT';
