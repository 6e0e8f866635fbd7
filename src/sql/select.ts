import type { Scalar } from '../expressions/scalar.js';
import type { Named, Series, SortKey } from '../plan/plan.js';

/** A statement: relations that are used several times, by name, and the SELECT that answers. */
export interface Query {
  readonly tables: readonly CommonTable[];
  readonly select: Select;
}

export interface CommonTable {
  readonly name: string;
  readonly select: Select;
}

/** A SQL tree: what a plan becomes before a dialect prints it. Columns of scalars name aliases of `from` and `joins`. */
export interface Select {
  readonly distinct?: boolean;
  readonly columns: readonly Named[];
  readonly from: Source;
  readonly joins: readonly SqlJoin[];
  readonly where: readonly Scalar[];
  readonly exists: readonly Exists[];
  /** Null where nothing is aggregated; empty for one row over all. */
  readonly groupBy: readonly Scalar[] | null;
  /** Which of the groups are taken together; null for all of them, once. */
  readonly sets: readonly (readonly Scalar[])[] | null;
  readonly having: readonly Scalar[];
  readonly orderBy: readonly SortKey[];
  readonly limit: number | null;
  readonly offset: number;
}

export type Source =
  | { readonly kind: 'table'; readonly table: string; readonly alias: string }
  | { readonly kind: 'query'; readonly arms: readonly Select[]; readonly alias: string }
  | (Pick<Series, 'column' | 'from' | 'through' | 'step'> & {
      readonly kind: 'series';
      readonly alias: string;
      readonly input: Source | null;
    });

export interface SqlJoin {
  readonly type: 'left' | 'inner';
  readonly source: Source;
  readonly on: readonly Scalar[];
}

/** Whether a SELECT has a row; its WHERE may name the aliases outside. */
export interface Exists {
  readonly is: boolean;
  readonly select: Pick<Select, 'from' | 'joins' | 'where' | 'exists'>;
}
