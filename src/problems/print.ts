import { byPlace } from './by-place.js';
import { codeFrame } from './frame.js';
import { type Ink, PLAIN } from './ink.js';
import { errorsIn, type Problem } from './problem.js';

/** The text of a file by its path, where it is at hand. */
export type TextOf = (file: string) => string | undefined;

/**
 * A problem for people:
 *
 *     metrics/plays.yaml:14:11 INVALID_DEFINITION Metric "plays" has no key "expresion".
 *        14 |   plays: {expresion: COUNT(*)}
 *           |           ^
 *       Did you mean "expression"?
 */
export function printProblem(problem: Problem, textOf: TextOf = () => undefined, ink: Ink = PLAIN): string {
  const { at, path, code, message, hint, severity } = problem;
  const where = at ? `${at.file}:${at.line}:${at.column}` : path;
  const kind = severity === 'warning' ? ink.careful(`warning ${code}`) : ink.bad(code);
  const text = at && textOf(at.file);
  const frame = at && text !== undefined ? codeFrame(text, at, ink) : '';
  return [`${where ? `${ink.head(where)} ` : ''}${kind} ${message}`, frame, hint && `  ${hint}`]
    .filter(Boolean)
    .join('\n');
}

/** All problems in the order of the files, and how many there are. */
export function printProblems(problems: readonly Problem[], textOf?: TextOf, ink: Ink = PLAIN): string {
  const files = new Set(problems.flatMap(({ at }) => at?.file ?? []));
  const errors = errorsIn(problems).length;
  const warnings = problems.length - errors;
  const counts = [
    errors > 0 || warnings === 0 ? ink.bad(countOf(errors, 'problem')) : '',
    warnings > 0 ? ink.careful(countOf(warnings, 'warning')) : '',
  ];
  const count = counts.filter(Boolean).join(' and ');
  const within = files.size > 0 ? ` in ${files.size} ${files.size === 1 ? 'file' : 'files'}` : '';
  const each = [...problems].sort(byPlace).map((problem) => printProblem(problem, textOf, ink));
  return [...each, `${count}${within}.`].join('\n\n');
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A problem for programs, with the place flat. */
export interface ProblemJson {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly hint?: string;
}

export const problemJson = ({ code, message, at, path, hint, severity = 'error' }: Problem): ProblemJson => ({
  severity,
  code,
  message,
  ...at,
  ...(path !== undefined && { path }),
  ...(hint !== undefined && { hint }),
});
