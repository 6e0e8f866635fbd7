import { parseArgs } from 'node:util';
import { RULES } from '../reference/rules.js';
import { describeDifference } from './describe.js';
import { caseIdOf } from './directed.js';
import { printTally, Tally } from './tally.js';
import { type Share, work } from './worker.js';
import { askInWorkers } from './workers.js';

/**
 * `npm run differential -- [--seeds 400] [--from 1] [--list 3,7] [--workers 2] [--engine duckdb|trino] [--least 0]`:
 * generated questions, the product against the reference evaluator. `--seed N` shows one of them whole, `--reduce N`
 * makes a wrong one as small as it goes (N, and those of the list, may be names of tests/differential/directed.ts), `--least N` asks that each rule has N cases, `--until-wrong` ends at the first.
 * Exits with 1 on any wrong answer and on a rule with too few cases. `--planted` is told of in scripts/differential.mjs.
 */
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '400' },
    list: { type: 'string' },
    seed: { type: 'string' },
    reduce: { type: 'string' },
    workers: { type: 'string', default: '2' },
    engine: { type: 'string', default: 'duckdb' },
    least: { type: 'string', default: '0' },
    'until-wrong': { type: 'boolean', default: false },
    worker: { type: 'string' },
  },
});
const engine = values.engine === 'trino' ? 'trino' : 'duckdb';

if (values.worker !== undefined)
  await work(JSON.parse(values.worker) as Share, (report) => void process.send?.(report));
else if (values.seed !== undefined) console.log(await describeDifference(caseIdOf(values.seed), engine));
else if (values.reduce !== undefined) {
  const { reduce } = await import('./reduce.js');
  console.log(await reduce(caseIdOf(values.reduce)));
} else process.exitCode = await main();

async function main(): Promise<number> {
  const began = performance.now();
  const [from, count, workers, least] = [values.from, values.seeds, values.workers, values.least].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const seeds = values.list?.split(',').map(caseIdOf) ?? Array.from({ length: count }, (_, i) => from + i);
  const tally = new Tally(RULES);
  await askInWorkers({ seeds, engine, untilWrong: values['until-wrong'] }, workers, (report) => {
    tally.add(report);
    if (report.found?.wrong)
      console.log(
        `WRONG ${report.seed} [${report.rules.join(' ')}]\n  ${report.found.reason}\n  npm run differential -- --seed ${report.seed}`,
      );
  });
  console.log(printTally(tally, least));
  console.log(`${Math.round((performance.now() - began) / 1000)} s`);
  return tally.wrong > 0 || tally.tooFew(least).length > 0 || tally.asked === 0 ? 1 : 0;
}
