import { all, any, not, type Scalar } from '../expressions/scalar.js';
import type { Metric } from '../model/model.js';
import type { GroupCondition } from '../request/metric-request.js';
import { testOf } from './tests.js';

/** A condition on a group's metrics, in three-valued logic. */
export function groupCondition(condition: GroupCondition, columnOf: (metric: Metric) => Scalar): Scalar {
  switch (condition.kind) {
    case 'test':
      return testOf(columnOf(condition.metric), condition.test);
    case 'not':
      return not(groupCondition(condition.of, columnOf));
    case 'any':
      return any(condition.of.map((each) => groupCondition(each, columnOf)));
    case 'all':
      return all(condition.of.map((each) => groupCondition(each, columnOf)));
  }
}
