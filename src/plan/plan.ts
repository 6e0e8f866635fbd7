import type { DataType } from '../expressions/data-type.js';
import { type AggregateCall, type ColumnRef, column, type Scalar } from '../expressions/scalar.js';
import type { SelectSource } from '../expressions/select.js';
import type { CalendarGrain } from '../time/grain.js';

/**
 * A logical plan is plain data: a closed union of readonly nodes that prints, hashes and compares by itself.
 * Columns are {relation, column} ids; a node that makes new columns names the `relation` they belong to. A node that
 * stands in two places is one object: it is computed once.
 */
export type PlanNode = Scan | Join | Filter | Project | Aggregate | Union | Sort | Series;

export interface OutputColumn {
  readonly name: string;
  readonly type: DataType;
}

/** The rows of a table, or of a SELECT over tables. */
export interface Scan {
  readonly kind: 'scan';
  readonly relation: string;
  readonly table: string | null;
  readonly select?: SelectSource | undefined;
}

/**
 * Without `on` every row meets every row. `inner` drops left rows without a partner. `semi` keeps the left rows that have
 * one, `anti` those that have none, each once: of the right side no column is given on.
 */
export interface Join {
  readonly kind: 'join';
  readonly type: 'left' | 'inner' | 'semi' | 'anti';
  readonly left: PlanNode;
  readonly right: PlanNode;
  readonly on: readonly Scalar[];
}

/** All of `where` must be true. */
export interface Filter {
  readonly kind: 'filter';
  readonly input: PlanNode;
  readonly where: readonly Scalar[];
}

export interface Named<T extends Scalar = Scalar> {
  readonly name: string;
  readonly value: T;
}

/** Values may be window functions over the input's rows. */
export interface Project {
  readonly kind: 'project';
  readonly relation: string;
  readonly input: PlanNode;
  readonly columns: readonly Named[];
}

/** Without groups: exactly one row. Without measures: the distinct groups. NULL is a group like any other. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly relation: string;
  readonly input: PlanNode;
  readonly groups: readonly Named[];
  readonly measures: readonly Named<AggregateCall>[];
  readonly sets?: GroupingSets | undefined;
}

/** The rows are aggregated once for each set, by the groups of these names; those that a set lacks are NULL. */
export interface GroupingSets {
  /** Of the column that tells the sets apart: a bit for each group, the first one highest, 1 where the set lacks it. */
  readonly name: string;
  readonly of: readonly (readonly string[])[];
}

/** Rows of all inputs, whose output columns have the same names and types in the same order. */
export interface Union {
  readonly kind: 'union';
  readonly relation: string;
  readonly inputs: readonly PlanNode[];
}

/** The times from `from` up to and with `through`, a step of the grain apart; bounds may be columns of the one row of `input`. */
export interface Series {
  readonly kind: 'series';
  readonly relation: string;
  readonly column: string;
  readonly from: Scalar;
  readonly through: Scalar;
  readonly step: { readonly count: number; readonly grain: CalendarGrain };
  readonly input: PlanNode | null;
}

export interface SortKey {
  readonly value: Scalar;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

export interface Sort {
  readonly kind: 'sort';
  readonly input: PlanNode;
  readonly by: readonly SortKey[];
  readonly limit: number | null;
  readonly offset: number;
}

/** The columns that a node gives, by name; a scan's and a join's are whatever their tables have. */
export function outputOf(node: PlanNode): readonly OutputColumn[] {
  switch (node.kind) {
    case 'scan':
    case 'join':
      return [];
    case 'filter':
    case 'sort':
      return outputOf(node.input);
    case 'aggregate':
      return [
        ...[...node.groups, ...node.measures].map(({ name, value }) => ({ name, type: value.type })),
        ...(node.sets ? [{ name: node.sets.name, type: 'integer' as const }] : []),
      ];
    case 'project':
      return node.columns.map(({ name, value }) => ({ name, type: value.type }));
    case 'union':
      return node.inputs[0] === undefined ? [] : outputOf(node.inputs[0]);
    case 'series':
      return [{ name: node.column, type: node.from.type }];
  }
}

/** The relation that a node's output columns belong to. */
export function relationOf(node: PlanNode): string {
  switch (node.kind) {
    case 'filter':
    case 'sort':
      return relationOf(node.input);
    case 'join':
      return relationOf(node.left);
    default:
      return node.relation;
  }
}

/** A node's output column, to be read by the node above. */
export function outputColumn(node: PlanNode, name: string): ColumnRef {
  const found = outputOf(node).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no column ${name} in ${relationOf(node)}`);
  return column(relationOf(node), name, found.type);
}

/** All output columns of a node, each under its own name. */
export const allColumns = (node: PlanNode): readonly Named<ColumnRef>[] =>
  outputOf(node).map(({ name, type }) => ({ name, value: column(relationOf(node), name, type) }));

export function inputsOfNode(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'scan':
      return [];
    case 'join':
      return [node.left, node.right];
    case 'union':
      return node.inputs;
    case 'series':
      return node.input === null ? [] : [node.input];
    default:
      return [node.input];
  }
}
