import { writeFileSync } from 'node:fs';
import { GENERATED, outOfDate } from './generated-files.js';

/** `npm run generated`: writes the files that are prints of the sources; with `--check` only says which differ. */
const isCheck = process.argv.includes('--check');

try {
  const stale = outOfDate();
  for (const file of stale) {
    if (isCheck) process.stderr.write(`${file} is out of date: npm run generated writes it.\n`);
    else {
      writeFileSync(file, GENERATED[file]?.() ?? '');
      process.stdout.write(`${file}\n`);
    }
  }
  if (isCheck && stale.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
