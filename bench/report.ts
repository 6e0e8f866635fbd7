/** A line of a table of results; `bar` is what the value is to stay below. */
export interface Measured {
  readonly what: string;
  /** A ratio where the unit is `x`: ours over the baseline's. */
  readonly value: number;
  readonly unit: 'x' | 'µs' | 'ms' | 's' | 'MB' | '';
  readonly bar: number | null;
  /** What the two sides of a ratio are: `15 ms`. */
  readonly ours?: string;
  readonly baseline?: string;
  readonly note?: string;
}

/** Two sides of a ratio in one unit. */
export const sides = (ours: number, baseline: number, unit: string): Pick<Measured, 'ours' | 'baseline'> => ({
  ours: `${digits(ours)} ${unit}`,
  baseline: `${digits(baseline)} ${unit}`,
});

/** A table of results under its title; `about` says what is compared with what, and how. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly measured: readonly Measured[];
}

export const digits = (value: number): string =>
  value === 0 || Number.isInteger(value)
    ? value.toLocaleString('en')
    : value < 0.1
      ? value.toPrecision(2)
      : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export const valueText = ({ value, unit }: Measured): string => `${digits(value)} ${unit}`.trim();
export const barText = ({ bar, unit }: Measured): string =>
  bar === null ? '' : `≤ ${bar.toLocaleString('en')} ${unit}`.trim();
export const verdict = ({ value, bar }: Measured): 'met' | 'over' | '' =>
  bar === null ? '' : value <= bar ? 'met' : 'over';

/** For a terminal. */
export function printSection({ title, measured }: Pick<Section, 'title' | 'measured'>): string {
  const rows = measured.map((line) => [
    line.what,
    valueText(line),
    barText(line),
    verdict(line) === 'over' ? 'OVER' : verdict(line),
    [line.ours === undefined ? '' : `${line.ours} : ${line.baseline}`, line.note ?? ''].filter(Boolean).join('  '),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : at === 4 ? cell : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n${lines.map((each) => `  ${each}\n`).join('')}`;
}
