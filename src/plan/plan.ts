import type { DataType } from '../expressions/data-type.js';
import type { AggregateCall, Scalar } from '../expressions/scalar.js';

/**
 * A logical plan is plain data: a closed union of readonly nodes that prints, hashes and compares by itself.
 * Columns are {relation, column} ids; a node that makes new columns names the `relation` they belong to.
 */
export type PlanNode = Scan | Join | Filter | Project | Aggregate | Union | Sort;

export interface OutputColumn {
  readonly name: string;
  readonly type: DataType;
}

export interface Scan {
  readonly kind: 'scan';
  readonly relation: string;
  readonly table: string;
}

/** Keeps each left row once: the right side is matched on a key. `inner` drops left rows without a partner. */
export interface Join {
  readonly kind: 'join';
  readonly type: 'left' | 'inner';
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

export interface Project {
  readonly kind: 'project';
  readonly relation: string;
  readonly input: PlanNode;
  readonly columns: readonly Named[];
}

/** Without groups: exactly one row. NULL is a group like any other. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly relation: string;
  readonly input: PlanNode;
  readonly groups: readonly Named[];
  readonly measures: readonly Named<AggregateCall>[];
}

/** Rows of all inputs, whose output columns have the same names and types in the same order. */
export interface Union {
  readonly kind: 'union';
  readonly relation: string;
  readonly inputs: readonly PlanNode[];
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
