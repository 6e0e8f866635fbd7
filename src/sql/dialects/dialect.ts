import type { DataType } from '../../expressions/data-type.js';
import type { AggregateCall, Call } from '../../expressions/scalar.js';

/** Printed arguments come in, text comes out: a function, or parentheses around it, or an operator of print.ts. */
export type PrintCall = (args: readonly string[], call: Call) => string;

export interface AggregateParts {
  /** The argument, printed; undefined for COUNT(*). */
  readonly arg: string | undefined;
  readonly call: AggregateCall;
  /** ` FILTER (WHERE …)` or empty. */
  readonly filter: string;
}

/**
 * One engine's SQL. It starts from ANSI and says only what differs; an ability is a field, so that no `if` asks for an
 * engine's name.
 */
export interface Dialect {
  readonly name: 'duckdb' | 'trino';
  readonly type: (type: DataType) => string;
  readonly calls: Readonly<Record<string, PrintCall>>;
  readonly aggregates: Readonly<Record<AggregateCall['name'], (parts: AggregateParts) => string>>;
  readonly can: {
    /** Values are bound as $1, $2, …; else the literal writer prints them. */
    readonly numberedParameters: boolean;
  };
}
