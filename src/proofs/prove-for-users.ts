import { LRUCache } from 'lru-cache';
import type { Engine } from '../engine/engine.js';
import { onBehalfOf } from '../engine/on-behalf-of.js';
import { type Prover, proveInBackground } from './prove-in-background.js';
import type { Proven } from './proven.js';

/** The users who asked last; another one's proofs are forgotten, and made anew when that user asks again. */
const MOST_USERS = 100;

export interface UserProvers {
  readonly knownTo: (user: string) => Proven;
  readonly stop: () => Promise<void>;
}

/**
 * Where the engine shows each user other rows and other values, a claim holds or not for each alone: what a user's
 * answers rely on is proven in the name of that user, and found out about no one else.
 */
export function proveForUsers(engine: Engine): UserProvers {
  const stopping = new Set<Promise<void>>();
  const provers = new LRUCache<string, Prover>({
    max: MOST_USERS,
    dispose: (prover) => {
      const stopped = prover.stop().finally(() => stopping.delete(stopped));
      stopping.add(stopped);
    },
  });
  return {
    knownTo: (user) => {
      const prover = provers.get(user) ?? proveInBackground(onBehalfOf(engine, { user }));
      provers.set(user, prover, { noDisposeOnSet: true });
      return prover;
    },
    stop: async () => {
      provers.clear();
      await Promise.all(stopping);
    },
  };
}
