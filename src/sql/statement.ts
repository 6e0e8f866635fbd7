import type { DataType } from '../expressions/data-type.js';

/** A bound value: numbers, dates, timestamps and decimals as text. */
export interface Parameter {
  readonly value: string | boolean | null;
  readonly type: DataType;
}

/** What an engine runs: text, bound values in order, and the columns that it will answer with. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn {
  readonly name: string;
  readonly type: DataType;
}

/** The engines that statements are printed for. */
export type EngineName = 'duckdb' | 'trino';
