import type { PlanNode } from '../plan/plan.js';

/** What is asked, as its definitions say it, and what makes parts of it fit for the engine. */
export interface Derivable {
  readonly logical: PlanNode;
  readonly forEngine: (node: PlanNode) => PlanNode;
  /** Who may see the rows of a plan, and of which version of the data they are. */
  readonly scopeOf: (node: PlanNode) => string;
}
