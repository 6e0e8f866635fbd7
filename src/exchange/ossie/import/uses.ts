import { parseExpression } from '../../../expressions/parser.js';
import { type Use, usesIn } from '../../column-uses.js';
import type { OssieExpression, OssieModel } from '../document.js';

/** What keys, relationships and expressions of a model do with its fields, by `dataset.field` in lower case. */
export function usesOf({ datasets, relationships = [], metrics = [] }: OssieModel): ReadonlyMap<string, Use> {
  const found = new Map<string, Use>();
  const keys = (dataset: string, columns: readonly string[] = []): void => {
    for (const column of columns) found.set(`${dataset}.${column}`.toLowerCase(), 'key');
  };
  for (const { name, primary_key, unique_keys = [] } of datasets)
    for (const key of [primary_key, ...unique_keys]) keys(name, key);
  for (const { from, to, from_columns, to_columns } of relationships) {
    keys(from, from_columns);
    keys(to, to_columns);
  }
  const look = ({ dialects }: OssieExpression, dataset?: string): void => {
    for (const { expression } of dialects) {
      const parsed = parseExpression(expression);
      if ('problem' in parsed) continue;
      for (const [name, use] of usesIn(parsed.syntax))
        found.set((dataset === undefined || name.includes('.') ? name : `${dataset}.${name}`).toLowerCase(), use);
    }
  };
  for (const { name, fields = [], metrics: own = [] } of datasets) {
    for (const { expression } of [...fields, ...own]) look(expression, name);
  }
  for (const { expression } of metrics) look(expression);
  return found;
}
