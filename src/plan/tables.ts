import type { PlanNode } from './plan.js';

/** The tables that a plan reads, each once, sorted. */
export function tablesOf(node: PlanNode): readonly string[] {
  const found = new Set<string>();
  const visit = (at: PlanNode): void => {
    if (at.kind === 'scan') found.add(at.table);
    for (const input of inputsOf(at)) visit(input);
  };
  visit(node);
  return [...found].sort();
}

export function inputsOf(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'scan':
      return [];
    case 'join':
      return [node.left, node.right];
    case 'union':
      return node.inputs;
    default:
      return [node.input];
  }
}
