import { writeFileSync } from 'node:fs';
import { serveChild } from './child.js';
import { chosenNames } from './chosen.js';
import { keepFigures } from './figures.js';
import { thisMachine } from './machine.js';
import { PARTS } from './parts.js';
import { printPerformance } from './performance.js';
import { printSection } from './report.js';

/**
 * `npm run bench [-- part …]`: ratios measured side by side in one run. Each part's figures take the place of its last
 * ones in bench/figures.json, and docs/performance.md is printed anew.
 */
async function main(args: readonly string[]): Promise<void> {
  if (args[0] === 'serve') return serveChild(args.slice(1));
  const wanted = PARTS.filter(({ name }) => args.includes(name));
  chosenNames.push(
    ...args.filter((name) => PARTS.every((part) => part.name !== name)).flatMap((names) => names.split(',')),
  );
  for (const { name, title, about, measure } of wanted.length > 0 ? wanted : PARTS) {
    const machine = thisMachine();
    const measured = await measure();
    if (measured === null) continue;
    process.stdout.write(`${printSection({ title, measured })}\n`);
    if (chosenNames.length > 0) continue;
    const order = PARTS.map((part) => part.name);
    writeFileSync(
      'docs/performance.md',
      printPerformance(keepFigures(name, { title, about, machine, measured }, order)),
    );
  }
}

await main(process.argv.slice(2));
