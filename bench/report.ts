/** A line of a table of results; `bar` is what the ratio or time is to stay below. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: 'x' | 'µs' | 'ms' | '';
  readonly bar: number | null;
  readonly note?: string;
}

export interface Section {
  readonly title: string;
  readonly measured: readonly Measured[];
}

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export function printSection({ title, measured }: Section): string {
  const rows = measured.map(({ what, value, unit, bar, note }) => [
    what,
    `${digits(value)} ${unit}`,
    bar === null ? '' : `≤ ${bar} ${unit}`,
    bar === null ? '' : value <= bar ? 'ok' : 'OVER',
    note ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n${lines.map((each) => `  ${each}\n`).join('')}`;
}
