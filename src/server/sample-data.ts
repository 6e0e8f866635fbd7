import { readSampleCard } from '../sample/sample-card.js';

/** Where words for people go: a terminal gets a bar that moves, a file or pipe plain lines. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Makes the sample data in a folder unless it is there; the generator is loaded only then. */
export async function ensureSample(folder: string, screen: Screen): Promise<void> {
  if (await readSampleCard(folder)) return;
  const { makeSample } = await import('../sample/make-sample.js');
  screen.write('Making the sample data, once: a streaming service over two years.\n');
  const began = performance.now();
  const report = await makeSample(folder, { onProgress: progressOn(screen) });
  const rows = report.tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  screen.write(`Made ${report.tables.length} tables with ${rows.toLocaleString('en')} rows in ${seconds} s.\n`);
}

const WIDTH = 24;

export function progressOn(screen: Screen): (done: number, total: number, what: string) => void {
  return (done, total, what) => {
    if (!screen.isTTY) {
      screen.write(`  ${done}/${total} ${what}\n`);
      return;
    }
    const full = Math.round((WIDTH * done) / Math.max(1, total));
    screen.write(`\r\x1b[K  ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${total} ${what}`);
    if (done >= total) screen.write('\r\x1b[K');
  };
}
