import type { Rows, Statement } from '../engine.js';
import { Connection } from './connection.js';
import { Query } from './pages.js';
import { checkProfile, type TrinoProfile } from './profile.js';
import { readRows } from './read-rows.js';
import { readSession } from './session.js';

/** Makes and fills tables, which the engine that answers questions never does. */
export interface TrinoSetup {
  /** One statement, run once: what it may have changed before a failure is not undone. @throws ProblemError as `Engine.run` */
  readonly run: (text: string, signal?: AbortSignal) => Promise<void>;
  /** Reads few rows. */
  readonly ask: (statement: Statement) => Promise<Rows>;
  readonly close: () => void;
}

const PATIENCE = { start: 30_000, poll: 10_000 };
const NEVER = new AbortController().signal;

/** @throws INVALID_CONFIGURATION for what is wrong with the profile itself */
export function openTrinoSetup(profile: TrinoProfile): TrinoSetup {
  checkProfile(profile);
  const connection = new Connection(profile);
  const query = (text: string, session: Readonly<Record<string, string>>): Query =>
    new Query(connection.clientFor({}, session), text, PATIENCE);

  const ask = async (statement: Statement): Promise<Rows> => {
    const asked = query(statement.text, profile.sessionProperties ?? {});
    try {
      return await readRows(asked.pages(NEVER), statement);
    } finally {
      await asked.leave();
    }
  };
  let session: Promise<Readonly<Record<string, string>>> | undefined;

  return {
    ask,
    run: async (text, signal = NEVER) => {
      session ??= readSession(profile, ask);
      const running = query(text, await session);
      try {
        for await (const _page of running.pages(signal));
      } finally {
        await running.leave();
      }
    },
    close: () => connection.close(),
  };
}
