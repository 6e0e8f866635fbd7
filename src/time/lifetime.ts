const MILLISECONDS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** A length of time that no calendar changes: 30 seconds, 5 minutes, 1 week. */
export const DURATION = /^(0|[1-9]\d{0,5}) +(second|minute|hour|day|week)s?$/;

/** In milliseconds; the text must be one. */
export function readDuration(text: string): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (unit === undefined) throw new RangeError(`${text} is not a duration`);
  return Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** For how long rows may be given again, in milliseconds. */
export interface Lifetime {
  /** Since the engine gave them, where a table does not tell its version. */
  readonly maxAge: number;
  /** The same for periods that are over. */
  readonly closedMaxAge: number;
  /** Beyond that, or since their table has changed: while they are asked for anew. */
  readonly staleWhileRevalidate: number;
  /** The same while the engine cannot answer. */
  readonly staleIfError: number;
}
