import type { Scalar } from '../expressions/scalar.js';
import type { PlanNode } from '../plan/plan.js';

/** What is asked, as its definitions say it, and what makes parts of it fit for the engine. */
export interface Derivable {
  readonly logical: PlanNode;
  readonly forEngine: (node: PlanNode) => PlanNode;
  /** Whether a condition on this keeps the engine from reading rows: it speaks of a column of partitions. */
  readonly prunes: (of: Scalar) => boolean;
  /** Who may see the rows of a plan, and of which version of the data they are. */
  readonly scopeOf: (node: PlanNode) => string;
}
