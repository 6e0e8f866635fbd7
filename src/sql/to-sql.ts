import type { OutputColumn, PlanNode } from '../plan/plan.js';
import { reduceEntities } from '../plan/rules/reduce-entities.js';
import { applyRule } from '../plan/rules/rules.js';
import type { Dialect } from './dialects/dialect.js';
import { lower } from './lower.js';
import { Printer } from './print.js';
import type { Statement } from './statement.js';

/** A plan as one statement of a dialect. */
export function toSql(root: PlanNode, columns: readonly OutputColumn[], dialect: Dialect): Statement {
  const printer = new Printer(dialect);
  const plan = dialect.can.keepNamed ? applyRule(root, reduceEntities) : root;
  const text = printer.query(lower(plan));
  return { text, parameters: printer.parameters, columns };
}
