import type { OutputColumn, PlanNode } from '../plan/plan.js';
import type { Dialect } from './dialects/dialect.js';
import { lower } from './lower.js';
import { Printer } from './print.js';
import type { Statement } from './statement.js';

/** A plan as one statement of a dialect. */
export function toSql(root: PlanNode, columns: readonly OutputColumn[], dialect: Dialect): Statement {
  const printer = new Printer(dialect);
  const text = printer.query(lower(root));
  return { text, parameters: printer.parameters, columns };
}
