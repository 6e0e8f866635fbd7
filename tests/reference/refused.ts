/** The query must be refused; `code` says why. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The rules leave this question open, and no reading is better than another (OPEN.md). */
export const open = (what: string): Refused => new Refused('OPEN', what);

/** What must be there, given the checks that came before. */
export function sure<T>(value: T | undefined, what = 'value'): T {
  if (value === undefined) throw new Error(`${what} is missing`);
  return value;
}
