import { tablesRead } from '../expressions/select.js';
import { inputsOfNode, type PlanNode, type Scan } from './plan.js';

/** The tables that a plan reads, each once, sorted. */
export function tablesOf(node: PlanNode): readonly string[] {
  const found = new Set<string>();
  const visit = (at: PlanNode): void => {
    if (at.kind === 'scan') for (const table of tablesOfScan(at)) found.add(table);
    for (const input of inputsOfNode(at)) visit(input);
  };
  visit(node);
  return [...found].sort();
}

const tablesOfScan = ({ table, select }: Scan): readonly string[] =>
  select ? tablesRead(select) : table === null ? [] : [table];
