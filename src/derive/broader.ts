import { call, literal, type Scalar } from '../expressions/scalar.js';
import type { Named } from '../plan/plan.js';
import { conjuncts } from '../plan/rules/canonical-conjuncts.js';
import { listedBy } from '../reuse/implied.js';
import { aggregated, type Leaf } from '../reuse/leaf.js';
import { bareTime, periodOf } from '../reuse/restate.js';
import { spansOf } from '../reuse/spans.js';

/**
 * What is asked for where somebody looks at the same rows again: days instead of the longer periods that are made of
 * them, and every value of what is asked for one. The next question is likely one of these.
 * @param merges whether all measures can be put together from finer groups
 * @param opens whether a condition on this may be left to the groups: more rows are read without it
 */
export function broader(leaf: Leaf, merges: boolean, opens: (of: Scalar) => boolean): Leaf {
  const sliced = leaf.where.flatMap(conjuncts);
  const opened = (each: Scalar): Scalar | null => {
    const of = sliceOf(each);
    return of !== null && opens(of) ? of : null;
  };
  const slices = sliced.flatMap((each) => opened(each) ?? []);
  const where = sliced.filter((each) => opened(each) === null);
  const groups = new Map<string, Scalar>();
  const add = (of: Scalar): void => void groups.set(JSON.stringify(of), of);
  for (const { value } of leaf.aggregate.groups) add(merges ? daysOf(value) : value);
  for (const slice of slices) add(slice);
  if (merges) for (const { of } of spansOf(leaf)) add(dayOf(of));
  const named = [...groups.values()].map((value, at): Named => ({ name: `b${at + 1}`, value }));
  const rows = aggregated(leaf, { where });
  return { ...rows, aggregate: { ...rows.aggregate, groups: named } };
}

/** The value that a condition asks for, among those of a few texts or a truth. */
function sliceOf(condition: Scalar): Scalar | null {
  const of = listedBy(condition);
  return of !== null && (of.type === 'text' || of.type === 'boolean') ? of : null;
}

function daysOf(group: Scalar): Scalar {
  const period = periodOf(group);
  if (period === null || group.kind !== 'call' || group.type !== 'date') return group;
  const time = group.args[1];
  return time === undefined ? group : dayOf(time);
}

function dayOf(time: Scalar): Scalar {
  const bare = bareTime(time);
  return bare.type === 'date' ? bare : call('trunc', [literal('day', 'text'), bare], 'date');
}
