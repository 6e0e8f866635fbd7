import { createHash } from 'node:crypto';
import type { TableVersion } from '../engine/engine.js';

export interface KeyParts {
  /** Of the plan: holds every definition that its numbers depend on. */
  readonly fingerprint: string;
  /** Of the viewer: two viewers share rows only where they may see the same. */
  readonly policy: string;
  /** In whose name the engine runs the query, whose rows may be that user's own; null where in the server's. */
  readonly user: string | null;
  /** Of the tables that the plan reads, in any order. */
  readonly versions: readonly TableVersion[];
}

/** Within which rows of several plans may give those of another: the same viewer, the same versions of the same tables. */
export const scopeKey = (parts: Omit<KeyParts, 'fingerprint'>): string => cacheKey({ fingerprint: '', ...parts });

/** Under which rows are kept (SHA-256, hex). JSON keeps the parts apart, whatever characters are in them. */
export function cacheKey({ fingerprint, policy, user, versions }: KeyParts): string {
  const tables = versions
    .map(({ table, version }) => [table, version])
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([fingerprint, policy, user, tables]))
    .digest('hex');
}
