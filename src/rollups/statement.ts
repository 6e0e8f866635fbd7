import type { Model } from '../model/model.js';
import { applyRules } from '../plan/rules/rules.js';
import type { Dialect } from '../sql/dialects/dialect.js';
import { toSql } from '../sql/to-sql.js';
import type { Holding } from './holding.js';
import { builtRows, PARTITION, type Scope } from './partitions.js';

/** The SELECT that computes the rows of a scope, with the partition of each in the last column. */
export function selectOf(model: Model, holding: Holding, scope: Scope, dialect: Dialect): string {
  const root = applyRules(builtRows(holding, scope), model);
  const columns = [...holding.columns, { name: PARTITION, type: 'text' as const }];
  return toSql(root, columns, { ...dialect, can: { ...dialect.can, numberedParameters: false } }).text; // nothing can be bound here
}
