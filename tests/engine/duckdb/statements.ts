import { expect } from '@jest/globals';
import type { Cell, Engine, Parameter, Statement } from '../../../src/engine/engine.js';
import type { DataType } from '../../../src/expressions/data-type.js';
import type { ProblemCode } from '../../../src/problems/codes.js';
import { ProblemError } from '../../../src/problems/problem.js';

export const NEVER = new AbortController().signal;

/** A statement of columns a, b, … with these types. */
export const statement = (
  text: string,
  types: readonly DataType[],
  parameters: readonly Parameter[] = [],
): Statement => ({
  text,
  parameters,
  columns: types.map((type, index) => ({ name: String.fromCharCode(97 + index), type })),
});

/** The one row of a statement. */
export async function rowOf(
  engine: Engine,
  text: string,
  types: readonly DataType[],
  parameters: readonly Parameter[] = [],
): Promise<Cell[]> {
  const rows = await engine.run(statement(text, types, parameters), NEVER);
  expect(rows.rowCount).toBe(1);
  return rows.values.map((column) => column[0] as Cell);
}

/** The code of a failure, and the certainty that nothing of the engine's own text is in it. */
export async function codeOf(work: Promise<unknown>): Promise<ProblemCode> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('expected a ProblemError', { cause: error });
  expect(error.message).not.toMatch(/(Catalog|Binder|Conversion|Permission|Parser|IO|Out of Range) Error|LINE \d/);
  return error.problems[0]?.code as ProblemCode;
}
