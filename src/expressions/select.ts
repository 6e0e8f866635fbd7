import type { DataType } from './data-type.js';
import type { Scalar } from './scalar.js';

/**
 * A SELECT whose names are looked up and whose expressions are typed: plain data. A column's `relation` is the alias of
 * one of its arm's sources. Arms are joined by UNION ALL and give columns of the same names and types, in one order.
 */
export interface SelectSource {
  readonly arms: readonly SelectArm[];
}

export interface SelectArm {
  readonly distinct: boolean;
  readonly columns: readonly { readonly name: string; readonly value: Scalar }[];
  readonly from: SelectFrom;
  readonly joins: readonly { readonly type: 'left' | 'inner'; readonly source: SelectFrom; readonly on: Scalar }[];
  readonly where: Scalar | null;
  /** Null where nothing is aggregated; empty for one row over all. */
  readonly groupBy: readonly Scalar[] | null;
  readonly having: Scalar | null;
}

export type SelectFrom =
  | { readonly kind: 'table'; readonly table: string; readonly alias: string }
  | { readonly kind: 'select'; readonly select: SelectSource; readonly alias: string };

/** What a SELECT gives: names and types in order. */
export const outputsOf = ({ arms }: SelectSource): ReadonlyMap<string, DataType> =>
  new Map(arms[0]?.columns.map(({ name, value }) => [name, value.type]));

/** The tables that a SELECT reads, some perhaps twice. */
export function tablesRead({ arms }: SelectSource): readonly string[] {
  const sources = arms.flatMap(({ from, joins }) => [from, ...joins.map(({ source }) => source)]);
  return sources.flatMap((source) => (source.kind === 'table' ? [source.table] : tablesRead(source.select)));
}
