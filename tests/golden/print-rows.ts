import type { HandRow } from '../builders/by-hand.js';

const WIDTH = 120;

/** Rows as JSON, one on a line where there is room: as the formatter of the repository wants it. */
export function printRows(rows: readonly HandRow[]): string {
  const printed = rows.map(printRow);
  const flat = `[${printed.map((row) => row.trim()).join(', ')}]`;
  return !flat.includes('\n') && flat.length <= WIDTH ? `${flat}\n` : `[\n${printed.join(',\n')}\n]\n`;
}

function printRow(row: HandRow): string {
  const cells = Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const line = `  { ${cells.join(', ')} }`;
  return line.length < WIDTH ? line : `  {\n${cells.map((cell) => `    ${cell}`).join(',\n')}\n  }`;
}
