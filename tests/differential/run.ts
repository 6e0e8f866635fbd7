import { differenceOf } from './differences.js';

/** `node scripts/run.mjs tests/differential/run.ts FROM COUNT [duckdb|trino]`: differences between the product and the reference evaluator. */
const [from = 1, count = 200] = process.argv.slice(2, 4).map(Number);
const engine = process.argv[4] === 'trino' ? 'trino' : 'duckdb';
const rules = new Map<string, number>();
let [asked, wrong, refused] = [0, 0, 0];
for (let seed = from; seed < from + count; seed++) {
  const { generated, found } = await differenceOf(seed, undefined, engine);
  asked++;
  for (const rule of generated.rules) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  if (found === null) continue;
  if (found.wrong) wrong++;
  else refused++;
  console.log(`${found.wrong ? 'WRONG' : 'refused'} ${seed} [${found.rules.join(' ')}] ${found.reason.slice(0, 600)}`);
}
console.log([...rules].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([rule, times]) => `${rule} ${times}`).join('  '));
console.log(`${asked} asked, ${wrong} wrong, ${refused} refused`);
