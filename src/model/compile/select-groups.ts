import { hasAggregate, type Scalar } from '../../expressions/scalar.js';
import type { Syntax } from '../../expressions/syntax.js';
import { bound } from './select-expressions.js';
import { fail } from './select-problem.js';
import type { Relation } from './select-scope.js';
import type { BoundArm } from './select-union.js';

/** Columns and expressions, or the places of items: GROUP BY 1. Constants divide nothing. */
export function groupsOf(
  syntax: readonly Syntax[] | undefined,
  items: BoundArm['items'],
  relations: readonly Relation[],
): readonly Scalar[] {
  if (syntax === undefined) return [];
  const groups = syntax.map((each) => {
    if (each.kind !== 'number') return bound(each, relations, false);
    const item = items[Number(each.text) - 1];
    if (item === undefined)
      return fail(
        'INVALID_EXPRESSION',
        each.start,
        `There is no column ${each.text} to group by: the SELECT has ${items.length}.`,
      );
    return hasAggregate(item.value)
      ? fail('INVALID_EXPRESSION', each.start, `Column ${each.text} is an aggregate, which cannot be grouped by.`)
      : item.value;
  });
  const dividing = groups.filter(({ kind }) => kind !== 'literal');
  return dividing.length > 0
    ? dividing
    : fail(
        'INVALID_EXPRESSION',
        syntax[0]?.start ?? 0,
        'GROUP BY names constants alone.',
        'Name a column, or leave GROUP BY out.',
      );
}

export function refuseUngrouped(scalar: Scalar, groups: readonly Scalar[], start: number): void {
  const keys = new Set(groups.map((group) => JSON.stringify(group)));
  const visit = (node: Scalar): void => {
    if (node.kind === 'aggregate' || keys.has(JSON.stringify(node))) return;
    if (node.kind === 'column')
      fail(
        'MIXED_AGGREGATION',
        start,
        `"${node.relation}.${node.column}" is neither aggregated nor in GROUP BY: a group has many values of it.`,
        'Add it to GROUP BY, or aggregate it.',
      );
    if (node.kind === 'call') node.args.forEach(visit);
  };
  visit(scalar);
}
