import { parseExpression } from './expressions.js';
import type { Condition, Derived, Input, Ratio } from './format.js';
import { type CellValues, metricValue, type ValueOf, type When } from './metrics.js';
import { shifted } from './offsets.js';
import { sure } from './refused.js';
import type { Scope } from './scope.js';
import { arithmetic, type Value } from './values.js';

function inputValue(scope: Scope, input: Input, filters: Condition[], cell: CellValues, when: When): Value {
  const moved = shifted(scope, input, when);
  return metricValue(scope, input.metric, [...filters, ...(input.filter ?? [])], cell, moved);
}

/** K1 */
export const ratioValue: ValueOf<Ratio> = (scope, { numerator, denominator }, filters, cell, when) =>
  arithmetic(
    '/',
    inputValue(scope, numerator, filters, cell, when),
    inputValue(scope, denominator, filters, cell, when),
  );

/** K2 */
export const derivedValue: ValueOf<Derived> = (scope, metric, filters, cell, when) => {
  const inputs = Object.fromEntries(
    Object.entries(metric.inputs).map(([name, input]) => [name, inputValue(scope, input, filters, cell, when)]),
  );
  return parseExpression(metric.expr)({ column: (name) => sure(inputs[name], name) });
};
