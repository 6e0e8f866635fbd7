import type { PlanNode } from '../plan/plan.js';
import type { ProblemCode } from '../problems/codes.js';
import { ProblemError } from '../problems/problem.js';
import { type MatchContext, type Matched, matchRollups, skippedWarning } from './match.js';
import type { Rollups } from './rollups.js';

/** A question's plan as rollups serve it, and how they serve parts of it. */
export interface Served {
  readonly matched: Matched;
  readonly rewrite: (node: PlanNode) => PlanNode;
}

/** What a table that is gone or has other columns makes an engine say. */
const OF_TABLES: ReadonlySet<ProblemCode> = new Set([
  'TABLE_NOT_FOUND',
  'COLUMN_NOT_FOUND',
  'VALUE_NOT_CONVERTIBLE',
  'ENGINE_FAILED',
  'ENGINE_ACCESS_DENIED',
]);

/**
 * Asks with what rollups serve; where one cannot be read after all, once more without, and the answer says so.
 * @param mayRepeat false once rows have gone out that cannot be taken back
 */
export async function served<T>(
  rollups: Rollups | undefined,
  logical: PlanNode,
  context: MatchContext,
  ask: (by: Served) => Promise<T>,
  mayRepeat = () => true,
): Promise<{ readonly came: T; readonly matched: Matched }> {
  const rewrite = (node: PlanNode): PlanNode =>
    rollups === undefined ? node : matchRollups(rollups, node, context).root;
  const matched: Matched =
    rollups === undefined ? { root: logical, uses: [], warnings: [] } : matchRollups(rollups, logical, context);
  if (matched.root === logical) return { came: await ask({ matched, rewrite: (node) => node }), matched };
  try {
    return { came: await ask({ matched, rewrite }), matched };
  } catch (error) {
    const code = error instanceof ProblemError ? error.problems[0]?.code : undefined;
    if (code === undefined || !OF_TABLES.has(code) || !mayRepeat()) throw error;
    const without = withoutRollups(logical, matched, `the engine said ${code}.`);
    return { came: await ask({ matched: without, rewrite: (node) => node }), matched: without };
  }
}

const withoutRollups = (root: PlanNode, { uses }: Matched, message: string): Matched => ({
  root,
  uses: uses.map((use) =>
    use.used ? { ...use, used: false, upTo: null, failed: { rule: 'TABLE_CHANGED', message } } : use,
  ),
  warnings: uses.flatMap(({ name, used }) => (used ? [skippedWarning(name, { message })] : [])),
});
