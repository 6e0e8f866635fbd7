import type { Engine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import { claimsOfModel } from './claims-of-model.js';
import type { KeyClaim } from './key-claim.js';
import { KeyLedger, type KnownKeys } from './key-ledger.js';
import { disproofText } from './prove-key.js';

export interface Prover {
  readonly known: KnownKeys;
  /** Proves what answers over this model may rely on, and goes on as versions change. */
  readonly follow: (model: Model) => void;
  /** Resolves when nothing waits to be proven. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ProverOptions {
  /** Told of a key that does not hold, once for each version of the data. */
  readonly onDisproof?: (text: string) => void;
  /** Milliseconds between two looks at the versions of what answers have relied on lately. */
  readonly lookEvery?: number;
}

/** A claim whose proof took longer than `QUICK` milliseconds is not proven again before `SHARE` times as long. */
const QUICK = 1_000;
const SHARE = 20;
const AFTER_FAILURE = 60_000;
/** Claims that no answer relied on for so long are no longer followed. */
const MOST_IDLE = 600_000;

/**
 * Proves keys one after the other, so that the engine is never busy with it: all of a model at its start, then those that
 * answers rely on whenever their data has changed.
 */
export function proveInBackground(
  engine: Engine,
  { onDisproof = () => {}, lookEvery = 60_000 }: ProverOptions = {},
): Prover {
  const waiting = new Map<string, KeyClaim>();
  const notBefore = new Map<string, number>();
  const askedAt = new Map<string, { readonly claim: KeyClaim; readonly at: number }>();
  const stopped = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let isWorking = false;

  const ledger = new KeyLedger(engine, (claim, finding) => {
    askedAt.set(claim.id, { claim, at: Date.now() });
    if (finding === null) want(claim);
  });

  const want = (claim: KeyClaim): void => {
    if (stopped.signal.aborted || (notBefore.get(claim.id) ?? 0) > Date.now()) return;
    waiting.set(claim.id, claim);
    if (isWorking) return;
    isWorking = true;
    work = proveAll().finally(() => {
      isWorking = false;
    });
  };

  const proveAll = async (): Promise<void> => {
    for (let next = first(waiting); next !== undefined && !stopped.signal.aborted; next = first(waiting)) {
      waiting.delete(next.id);
      if (ledger.current(next) === null) await proveOne(next);
    }
  };

  const proveOne = async (claim: KeyClaim): Promise<void> => {
    const began = Date.now();
    try {
      const finding = await ledger.prove(claim, stopped.signal);
      const took = Date.now() - began;
      notBefore.set(claim.id, took < QUICK ? 0 : Date.now() + took * SHARE);
      if (!finding.holds) onDisproof(disproofText(claim, finding));
    } catch {
      notBefore.set(claim.id, Date.now() + AFTER_FAILURE); // the engine is away, or has no such table: answers go on warning
    }
  };

  const timer = setInterval(() => {
    for (const [id, { claim, at }] of askedAt) {
      if (Date.now() - at > MOST_IDLE) askedAt.delete(id);
      else if (ledger.current(claim) === null) want(claim);
    }
  }, lookEvery).unref();

  return {
    known: ledger,
    follow: (model) => claimsOfModel(model).forEach(want),
    idle: async () => {
      while (isWorking) await work;
    },
    stop: async () => {
      clearInterval(timer);
      waiting.clear();
      stopped.abort();
      await work;
    },
  };
}

const first = (claims: ReadonlyMap<string, KeyClaim>): KeyClaim | undefined => claims.values().next().value;
