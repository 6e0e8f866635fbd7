import type { Syntax } from './syntax.js';

export function childrenOf(node: Syntax): readonly Syntax[] {
  switch (node.kind) {
    case 'unary':
    case 'isNull':
    case 'cast':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return [node.of, ...node.list];
    case 'between':
      return [node.of, node.from, node.to];
    case 'like':
      return present(node.of, node.pattern, node.escape);
    case 'case':
      return present(node.of, ...node.branches.flatMap(({ when, then }) => [when, then]), node.otherwise);
    case 'call':
      return present(...node.args, node.withinGroup, node.where);
    default:
      return [];
  }
}

const present = (...nodes: readonly (Syntax | undefined)[]): Syntax[] => nodes.filter((node) => node !== undefined);

/** The first node deeper than `most` levels, found level by level, so that no tree overflows the stack. */
export function firstDeeperThan(root: Syntax, most: number): Syntax | undefined {
  let level: readonly Syntax[] = [root];
  for (let depth = 0; depth < most && level.length > 0; depth++) level = level.flatMap(childrenOf);
  return level[0];
}
