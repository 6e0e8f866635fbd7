import { isSamePlace, type Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/**
 * A metric named like a dimension that its dataset declares. A plain column of that name is no clash: SUM(revenue) is
 * rightly called revenue, and nobody groups by the column.
 */
export const namesDiffer: Check = (model, { datasets }) =>
  datasets.flatMap(({ name: dataset, dimensions, metrics }): Problem[] => {
    const declared = new Map(dimensions.filter(({ hidden }) => !hidden).map(({ name }) => [name.value, name.at]));
    return metrics.flatMap(({ name }): Problem[] => {
      const other = declared.get(name.value);
      const metric = model.metrics.get(name.value);
      if (other === undefined || metric === undefined || !isSamePlace(metric.at, name.at)) return [];
      return [
        {
          code: 'SAME_NAME',
          severity: 'warning',
          at: name.at,
          message: `"${name.value}" is a metric and a dimension of "${dataset.value}".`,
          hint: `The dimension is at ${other.file}:${other.line}:${other.column}; asked together, one of them needs another alias.`,
        },
      ];
    });
  });
