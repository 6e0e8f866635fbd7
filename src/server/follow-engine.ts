import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import type { Problem } from '../problems/problem.js';
import { tablesNotFound } from '../proofs/tables-not-found.js';
import type { Live } from './live.js';
import type { Log } from './log.js';
import type { Serving } from './serving.js';
import { lacksSpineUnits } from './spine-units.js';

export interface EngineFollower {
  /** Of the tables that the present definitions name, as they were when the engine was last looked at. */
  readonly tableProblems: () => readonly Problem[];
  /** A look under way ends with the engine. */
  readonly stop: () => void;
}

export interface Followed {
  readonly engine: Engine;
  readonly live: Live;
  readonly makeServing: (model: Model) => Promise<Serving>;
  readonly log: Log;
  /** Milliseconds between two looks. */
  readonly lookEvery?: number;
}

/**
 * The server starts while its engine is away, refuses it or lacks a table: what it can answer it answers. This says so
 * once, looks again until the engine is there, and then makes up for what could not be asked of it at the start. The
 * tables of definitions that a reload has brought are looked for too.
 */
export function followEngine({ engine, live, makeServing, log, lookEvery = 5_000 }: Followed): EngineFollower {
  const stopped = new AbortController();
  const { signal } = stopped;
  const told = new Set<string>();
  let looked: { readonly model: Model; readonly problems: readonly Problem[] } | undefined;

  const tell = ({ code, at, message, hint }: Problem): void => {
    const text = [at && `${at.file}:${at.line}:${at.column}`, message, hint].filter(Boolean).join(' ');
    if (!told.has(text)) log.warn(text, { code });
    told.add(text);
  };

  const isThere = async (): Promise<boolean> => {
    const { state, problems } = (await engine.readiness?.()) ?? { state: 'ok', problems: [] };
    if (signal.aborted) return false;
    problems.forEach(tell);
    if (state !== 'ok') return false;
    if (told.size > 0 && looked === undefined) log.warn('The engine answers now.');
    return true;
  };

  /** Definitions that came meanwhile win. */
  const catchUp = async (): Promise<void> => {
    const { current } = live;
    if (!lacksSpineUnits(current.model)) return;
    const next = await makeServing(current.model);
    if (live.current === current && !signal.aborted) live.swap(next);
    else await next.stop();
  };

  const follow = async (): Promise<void> => {
    for (; !signal.aborted; await sleep(lookEvery, undefined, { signal, ref: false }).catch(() => {})) {
      if (looked?.model === live.current.model || !(await isThere())) continue;
      await catchUp();
      const { model } = live.current;
      const problems = await tablesNotFound(engine, model, signal);
      if (signal.aborted) return;
      problems.forEach(tell);
      looked = { model, problems };
    }
  };
  follow().catch((cause: unknown) => {
    if (!signal.aborted) log.error('The engine is no longer looked after.', { cause });
  });

  return {
    tableProblems: () => (looked?.model === live.current.model ? looked.problems : []),
    stop: () => stopped.abort(),
  };
}
