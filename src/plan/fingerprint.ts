import { createHash } from 'node:crypto';
import type { PlanNode } from './plan.js';

/** Names what a plan computes: it holds every definition that its numbers depend on, and no alias of the request. */
export const fingerprintOf = (node: PlanNode): string =>
  createHash('sha256').update(JSON.stringify(node)).digest('base64url').slice(0, 32);
