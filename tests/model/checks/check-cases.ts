import { expect, test } from '@jest/globals';
import type { ProblemCode } from '../../../src/problems/codes.js';
import { compile } from '../../builders/compile.js';

export interface CheckCase {
  readonly name: string;
  /** A `»` stands before the word that the problem is at; without one there is no problem. */
  readonly text: string;
  readonly says?: string;
}

/** A table of cases of one check: sound definitions are as much part of it as faulty ones. */
export function checkCases(
  code: ProblemCode,
  cases: readonly CheckCase[],
  severity: 'error' | 'warning' = 'warning',
): void {
  test.each(cases)('$name', ({ text, says }) => {
    const { problems, marks } = compile(text);
    const found = problems.map((problem) => ({
      code: problem.code,
      severity: problem.severity ?? 'error',
      at: problem.at,
    }));
    expect(found).toEqual(marks.map((at) => ({ code, severity, at })));
    if (says !== undefined) expect(problems[0]?.message).toBe(says);
  });
}

/** Plays of members, with keys of the dataset below a sound head. */
export const plays = (keys: string, head = 'key: [play_id]\ntime: started_at'): string => `
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, device: text, minutes: integer, price: "decimal(10,2)", started_at: timestamp}
${head}
${keys}
---
dataset: members
table: members
columns: {member_id: bigint, age: integer}
key: [member_id]
---
dataset: plans
table: plans
columns: {member_id: bigint, plan: text, valid_from: date, valid_to: date}
`;

export const metrics = (...lines: readonly string[]): string =>
  plays(`metrics:\n${lines.map((line) => `  ${line}`).join('\n')}`);
