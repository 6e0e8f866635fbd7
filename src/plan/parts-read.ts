import type { DataType } from '../expressions/data-type.js';
import { columnsOf, hasWindow, type Scalar } from '../expressions/scalar.js';
import { tablesRead } from '../expressions/select.js';
import type { PartitionValue } from './partition-columns.js';
import { inputsOfNode, type PlanNode, type Scan } from './plan.js';

/** For each scan of a table: what its rows must pass that speaks of partition columns alone. */
export type PartConditions = readonly (readonly Scalar[])[];

/**
 * Whether rows of a partition may count: not where each scan of the table stands below a condition that no row of it
 * passes.
 * @param columns by which the table is partitioned
 * @param values of a partition, in the order of the columns
 */
export function mayCount(scans: PartConditions, columns: readonly string[], values: PartitionValue): boolean {
  const textOf = (column: string): string | null => values[columns.indexOf(column)] ?? null;
  return scans.some((conditions) => conditions.every((condition) => canPass(condition, textOf)));
}

/** What is not understood is no condition: then all partitions count. */
export function partConditions(root: PlanNode, table: string, columns: readonly string[]): PartConditions {
  const found: (readonly Scalar[])[] = [];
  const seen = new Set<PlanNode>();
  /** @param above conditions of filters with nothing but joins between them and the node */
  const visit = (node: PlanNode, above: readonly Scalar[], isKept: boolean): void => {
    if (above.length === 0) {
      if (seen.has(node)) return;
      seen.add(node);
    }
    switch (node.kind) {
      case 'scan':
        if (reads(node, table)) found.push(node.select ? [] : conditionsOn(node, above, columns, isKept));
        return;
      case 'filter':
        // A window counts rows that the conditions beside it and above it drop
        visit(node.input, node.where.some(hasWindow) ? [] : [...above, ...node.where], isKept);
        return;
      case 'join':
        visit(node.left, above, isKept);
        if (node.type === 'inner') visit(node.right, [...above, ...node.on], isKept);
        else visit(node.right, node.type === 'left' ? above : node.on, node.type !== 'left');
        return;
      default:
        for (const input of inputsOfNode(node)) visit(input, [], true);
    }
  };
  visit(root, [], true);
  return found;
}

const reads = ({ table, select }: Scan, wanted: string): boolean =>
  select ? tablesRead(select).includes(wanted) : table === wanted;

/** @param isKept false where a row of the join may stand without one of the scan: then the condition must fail for none too */
function conditionsOn(
  { relation }: Scan,
  above: readonly Scalar[],
  columns: readonly string[],
  isKept: boolean,
): readonly Scalar[] {
  return above.filter((condition) => {
    const read = columnsOf(condition);
    const isOfParts =
      read.length > 0 && read.every((each) => each.relation === relation && columns.includes(each.column));
    return isOfParts && (isKept || !canPass(condition, () => null));
  });
}

type TextOf = (column: string) => string | null;

/** Never false for what passes. */
function canPass(condition: Scalar, textOf: TextOf): boolean {
  if (condition.kind !== 'call') return true;
  const { name, args } = condition;
  const [left, right] = args;
  if (name === 'and') return args.every((each) => canPass(each, textOf));
  if (name === 'or') return args.some((each) => canPass(each, textOf));
  if (left?.kind !== 'column') return true;
  const value = textOf(left.column);
  if (name === 'is_null') return value === null;
  if (name === 'is_not_null') return value !== null;
  if (name === 'in') return args.slice(1).some((each) => compared('=', value, each, left.type));
  return right === undefined || compared(name, value, right, left.type);
}

function compared(operator: string, value: string | null, constant: Scalar, type: DataType): boolean {
  const holds = HOLDS[operator];
  if (holds === undefined || (constant.kind !== 'value' && constant.kind !== 'literal')) return true;
  if (value === null || constant.value === null) return false;
  const order = constant.type === type ? orderOf(value, String(constant.value), type) : undefined;
  return order === undefined || holds(order);
}

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Undefined where the texts do not tell the order of the values: that of letters is the engine's, and CHAR(n) knows no spaces at its end. */
function orderOf(value: string, constant: string, type: DataType): number | undefined {
  switch (type) {
    case 'integer':
    case 'bigint': {
      const [a, b] = [value, constant].map((text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined));
      return a === undefined || b === undefined ? undefined : a - b;
    }
    case 'date':
      return [value, constant].every((text) => /^\d{4}-\d{2}-\d{2}$/.test(text)) ? inOrder(value, constant) : undefined;
    case 'text':
      return [value, constant].every((text) => /^[\x20-\x7e]*(?<! )$/.test(text))
        ? inOrder(value, constant)
        : undefined;
    default:
      return undefined;
  }
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
