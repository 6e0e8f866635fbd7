import type { Engine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import type { ProblemCode } from '../problems/codes.js';
import { claimsOfModel } from './claims-of-model.js';
import type { KeyClaim } from './key-claim.js';
import { type Claim, Ledger } from './ledger.js';
import { claimsOfPartitions, type PartitionClaim } from './partition-claim.js';
import { disproofText, type Finding, proveKey } from './prove-key.js';
import { outsideText, type PartitionFinding, provePartition } from './prove-partition.js';
import type { Proven } from './proven.js';

export interface Prover extends Proven {
  /** Proves what answers over this model may rely on, and goes on as versions change. */
  readonly follow: (model: Model) => void;
  /** Resolves when nothing waits to be proven. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ProverOptions {
  /** Told of what does not hold, once for each version of the data. */
  readonly onDisproof?: (text: string, code: ProblemCode) => void;
  /** Milliseconds between two looks at the versions of what answers have relied on lately. */
  readonly lookEvery?: number;
}

/** A claim whose proof took longer than `QUICK` milliseconds is not proven again before `SHARE` times as long. */
const QUICK = 1_000;
const SHARE = 20;
const AFTER_FAILURE = 60_000;
/** Claims that no answer relied on for so long are no longer followed. */
const MOST_IDLE = 600_000;

/** A claim with the way to prove it. */
interface Task {
  readonly claim: Claim;
  readonly isKnown: () => boolean;
  /** Tells of a disproof. */
  readonly prove: (signal: AbortSignal) => Promise<void>;
}

/**
 * Proves keys and partitions one after the other, so that the engine is never busy with it: all of a model at its start, then those that
 * answers rely on whenever their data has changed.
 */
export function proveInBackground(
  engine: Engine,
  { onDisproof = () => {}, lookEvery = 60_000 }: ProverOptions = {},
): Prover {
  const waiting = new Map<string, Task>();
  const notBefore = new Map<string, number>();
  const askedAt = new Map<string, { readonly task: Task; readonly at: number }>();
  const stopped = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let isWorking = false;

  const asked = (task: Task, isKnown: boolean): void => {
    askedAt.set(task.claim.id, { task, at: Date.now() });
    if (!isKnown) want(task);
  };
  const keys = new Ledger<KeyClaim, Finding>(engine, proveKey, (claim, finding) =>
    asked(ofKey(claim), finding !== null),
  );
  const partitions = new Ledger<PartitionClaim, PartitionFinding>(engine, provePartition, (claim, finding) =>
    asked(ofPartition(claim), finding !== null),
  );
  const ofKey = (claim: KeyClaim): Task => ({
    claim,
    isKnown: () => keys.current(claim) !== null,
    prove: async (signal) => {
      const finding = await keys.prove(claim, signal);
      if (!finding.holds) onDisproof(disproofText(claim, finding), 'KEY_NOT_UNIQUE');
    },
  });
  const ofPartition = (claim: PartitionClaim): Task => ({
    claim,
    isKnown: () => partitions.current(claim) !== null,
    prove: async (signal) => {
      const text = outsideText(claim, await partitions.prove(claim, signal));
      if (text !== null) onDisproof(text, 'ROWS_OUTSIDE_PARTITION');
    },
  });

  const want = (task: Task): void => {
    const { id } = task.claim;
    if (stopped.signal.aborted || (notBefore.get(id) ?? 0) > Date.now()) return;
    waiting.set(id, task);
    if (isWorking) return;
    isWorking = true;
    work = proveAll().finally(() => {
      isWorking = false;
    });
  };

  const proveAll = async (): Promise<void> => {
    for (let next = first(waiting); next !== undefined && !stopped.signal.aborted; next = first(waiting)) {
      waiting.delete(next.claim.id);
      if (!next.isKnown()) await proveOne(next);
    }
  };

  const proveOne = async ({ claim: { id }, prove }: Task): Promise<void> => {
    const began = Date.now();
    try {
      await prove(stopped.signal);
      const took = Date.now() - began;
      notBefore.set(id, took < QUICK ? 0 : Date.now() + took * SHARE);
    } catch {
      notBefore.set(id, Date.now() + AFTER_FAILURE); // the engine is away, or has no such table: answers go on warning
    }
  };

  const timer = setInterval(() => {
    for (const [id, { task, at }] of askedAt) {
      if (Date.now() - at > MOST_IDLE) askedAt.delete(id);
      else if (!task.isKnown()) want(task);
    }
  }, lookEvery).unref();

  return {
    keys,
    partitions,
    follow: (model) => {
      for (const claim of claimsOfModel(model)) want(ofKey(claim));
      for (const claim of claimsOfPartitions(model)) want(ofPartition(claim));
    },
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

const first = (tasks: ReadonlyMap<string, Task>): Task | undefined => tasks.values().next().value;
