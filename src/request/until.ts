/** Days, and with them all longer units, begin at a quarter of an hour in whatever zone of today. */
const QUARTER_HOUR = 900_000;
const SHORTER: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000 };

/**
 * Until when a question means the same, in epoch milliseconds: today and the units around now are the same ones.
 * @param units around now that it names
 */
export function meansTheSameUntil(now: Date, units: Iterable<string>): number {
  const step = Math.min(QUARTER_HOUR, ...[...units].map((unit) => SHORTER[unit] ?? QUARTER_HOUR));
  return (Math.floor(now.getTime() / step) + 1) * step;
}
