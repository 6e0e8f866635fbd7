// `node scripts/ci/count-cases.mjs SUITE COMPARED.txt NOT-YET.json`: prints "passed failed skipped" of one suite,
// reading what check.py compare printed. A case on the not-yet list that is refused counts as skipped;
// one that is answered wrongly is a failure, listed or not.
import { existsSync, readFileSync } from 'node:fs';

const [suite, compared, list] = process.argv.slice(2);
const notYet = new Set(existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []);
const text = readFileSync(compared, 'utf8');

const total = /^(\d+) passed, (\d+) failed$/m.exec(text);
if (!total) {
  console.error(`${suite}: the comparison closed without its sum:\n${text}`);
  process.exit(1);
}
const fails = [...text.matchAll(/^FAIL (\S+) .*\n\s*(.*)$/gm)].map(([line, id, reason]) => ({ line, id, reason }));
const refused = (fail) => notYet.has(fail.id) && fail.reason.startsWith('expected rows, got error');
const wrong = fails.filter((fail) => !refused(fail));

for (const { line } of wrong) console.error(line);
const skipped = fails.length - wrong.length;
if (skipped > 0) console.error(`SKIPPED: ${skipped} cases of ${suite} are refused as not supported yet`);
const passing = [...notYet].filter((id) => id.startsWith(`${suite}-`) && !fails.some((fail) => fail.id === id));
if (passing.length > 0) console.error(`NOTE: these pass now, take them off ${list}: ${passing.join(', ')}`);
console.error(`${suite}: ${total[1]} passed, ${wrong.length} failed, ${skipped} skipped`);
console.log(total[1], wrong.length, skipped);
