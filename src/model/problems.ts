import type { ExpressionText } from '../definitions/definitions.js';
import type { BindProblem } from '../expressions/bind.js';
import type { Located, Place, Problem } from '../problems/problem.js';

/** Gathers the problems of a compilation, so that they are reported together. */
export class Problems {
  readonly found: Problem[] = [];

  add(problem: Problem): Problem {
    this.found.push(problem);
    return problem;
  }

  /** Words that are read more than once are told of once. */
  addOnce(problem: Problem): void {
    const isSame = ({ code, at, message }: Problem): boolean =>
      code === problem.code && message === problem.message && JSON.stringify(at) === JSON.stringify(problem.at);
    if (!this.found.some(isSame)) this.add(problem);
  }

  addAll(problems: readonly Problem[]): void {
    this.found.push(...problems);
  }

  /** False, and a problem, where the name is taken. */
  firstOf(what: string, name: Located<string>, taken: Place | undefined): boolean {
    if (taken === undefined) return true;
    this.add({
      code: 'DUPLICATE_NAME',
      at: name.at,
      message: `There are two ${what}s named "${name.value}".`,
      hint: `The other one is at ${taken.file}:${taken.line}:${taken.column}.`,
    });
    return false;
  }
}

/** A binder's problem at its place in the file. */
export const located = (problem: BindProblem, text: ExpressionText): Problem => ({
  code: problem.code,
  message: problem.message,
  hint: problem.hint,
  at: text.placeOf(problem.offset),
});
