import { all, any, choose, isNotNull, not, nullOf, type Scalar } from '../../expressions/scalar.js';
import { METRIC_TIME } from '../../model/model.js';
import type { Condition, RequestedDimension } from '../../request/metric-request.js';
import type { Joins, UsedBy } from '../joins.js';
import { inZone } from '../periods.js';
import { reportsTime, speaksOfTime } from '../question.js';
import { testOf } from '../tests.js';
import { notExpressible } from '../timeline.js';
import { missing } from './missing.js';
import type { RowTime } from './row-time.js';
import type { LeafSettings } from './settings.js';

/** The question's conditions, as they hold of one pass's rows. */
export class RowConditions {
  constructor(
    private readonly settings: LeafSettings,
    private readonly joins: Joins,
    private readonly time: RowTime,
    /** Whether conditions on metric_time cut rows: not where periods look at rows of other periods. */
    private readonly reports: boolean,
  ) {}

  /** A condition of the question on this pass's rows; those on metric_time alone say what is reported, and cut no window. */
  of(condition: Condition): readonly Scalar[] {
    if (this.reports || !speaksOfTime(condition))
      return [
        this.condition(condition),
        ...(reportsTime(condition) && mayKeepNull(condition) ? [isNotNull(this.time.movedTime())] : []),
      ];
    if (reportsTime(condition)) return [];
    return notExpressible(
      'A condition that mixes metric_time with other dimensions cannot go with a window or an offset: part it with AND, or use time:.',
    );
  }

  private condition(condition: Condition): Scalar {
    switch (condition.kind) {
      case 'any':
        return any(condition.of.map((each) => this.condition(each)));
      case 'all':
        return all(condition.of.map((each) => this.condition(each)));
      case 'not':
        return not(this.condition(condition.of));
      case 'metric':
        return this.metricCondition(condition);
      case 'test': {
        // A custom grain is looked up for the value, which must be joined for it
        const of = this.path(condition, typeof condition.grain === 'object' && condition.grain ? 'query' : 'condition');
        const asked =
          condition.grain === null ? inZone(of, this.settings.question.zone) : this.time.period(of, condition.grain);
        return testOf(asked, condition.test);
      }
    }
  }

  /** An entity without rows has no value: unknown, also where NULL is asked for. */
  private metricCondition(condition: Extract<Condition, { kind: 'metric' }>): Scalar {
    const { value: found, there } = this.joins.metricValueAt(
      condition.metric.name,
      this.path(condition),
      condition.per,
    );
    const tested = testOf(found, condition.test);
    const asksNull = condition.test.op === 'is_null' || condition.test.op === 'is_not_null';
    return asksNull ? choose(isNotNull(there), tested, nullOf('boolean')) : tested;
  }

  path({ paths }: Pick<RequestedDimension, 'paths'>, usedBy: UsedBy = 'query'): Scalar {
    const path = paths.get(this.settings.dataset) ?? missing(`path from ${this.settings.dataset}`);
    return path.text === METRIC_TIME ? this.time.movedTime() : this.joins.value(path, usedBy);
  }
}

/** Whether a condition could be true of NULL: a row without a time is in no reported period all the same. */
function mayKeepNull(condition: Condition, negated = false): boolean {
  switch (condition.kind) {
    case 'any':
    case 'all':
      return condition.of.some((each) => mayKeepNull(each, negated));
    case 'not':
      return mayKeepNull(condition.of, !negated);
    case 'metric':
      return false;
    case 'test': {
      const { test } = condition;
      if (test.op === 'in') return test.values.includes(null) !== negated;
      return test.op === (negated ? 'is_not_null' : 'is_null');
    }
  }
}
