import type { DataType } from '../../expressions/data-type.js';
import type { AggregateCall, Call } from '../../expressions/scalar.js';
import type { CalendarGrain } from '../../time/grain.js';

/** Printed arguments come in, text comes out: a function, or parentheses around it, or an operator of print.ts. */
export type PrintCall = (args: readonly string[], call: Call) => string;

export interface AggregateParts {
  /** The argument, printed; undefined for COUNT(*). */
  readonly arg: string | undefined;
  /** All arguments, printed each by itself. */
  readonly args: readonly string[];
  readonly call: AggregateCall;
  /** Which rows count, printed; undefined for all. */
  readonly condition: string | undefined;
  /** ` FILTER (WHERE …)` around it, or empty. */
  readonly filter: string;
}

export type PrintAggregate = (parts: AggregateParts) => string;

export interface SeriesParts {
  readonly from: string;
  readonly through: string;
  readonly step: { readonly count: number; readonly grain: CalendarGrain };
  readonly type: DataType;
  readonly column: string;
  readonly input: string | null;
}

/**
 * One engine's SQL. It starts from ANSI and says only what differs; an ability is a field, so that no `if` asks for an
 * engine's name.
 */
export interface Dialect {
  readonly name: 'duckdb' | 'trino';
  readonly type: (type: DataType) => string;
  readonly calls: Readonly<Record<string, PrintCall>>;
  readonly aggregates: Readonly<Record<AggregateCall['name'], PrintAggregate>>;
  /** A SELECT that gives the times from one to another, a step apart, as one column; `input` is a source of one row for the bounds. */
  readonly series: (parts: SeriesParts) => string;
  readonly can: {
    /** Values are bound as $1, $2, …; else the literal writer prints them. */
    readonly numberedParameters: boolean;
    /** Sketches in columns are merged. */
    readonly storedSketches: boolean;
    /** IGNORE NULLS stands among a window function's arguments, else after them. */
    readonly ignoreNullsWithin: boolean;
    /** A relation of WITH is computed once, however often it is read: AS MATERIALIZED. */
    readonly keepNamed: boolean;
  };
  /** How far an approximate aggregate lies from the exact one, as a reader of the numbers should know it. */
  readonly accuracy: (call: AggregateCall) => string;
}
