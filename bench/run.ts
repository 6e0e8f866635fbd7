import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureSample } from '../src/server/sample-data.js';
import { makeLargeTpch } from './large-tpch.js';
import { questionsIn } from './questions.js';
import { printSection, type Section } from './report.js';
import { type GeneratedSql, SQL_BAR, sqlQuality } from './sql-quality.js';

/**
 * `npm run bench [-- section …]`: ratios measured side by side in one run, as tables and as dist/bench/results.json.
 * The SQL of questions over the bar is written beside it, ours and theirs.
 */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  sql: sqlSection,
};

const COPIES = 30;
const OUT = 'dist/bench';

async function sqlSection(): Promise<Section> {
  const large = `${OUT}/data/tpch-${COPIES}`;
  await makeLargeTpch(large, COPIES);
  await ensureSample('.data', process.stderr);
  const only = process.env.BENCH_ONLY;
  const chosen = (questions: ReturnType<typeof questionsIn>) => questions.filter(({ name }) => !only || only.split(',').includes(name));
  const tpch = {
    name: 'tpch',
    folder: 'examples/tpch',
    data: resolve(large),
    questions: chosen(
      questionsIn('examples/tpch/queries', {
        // A fraction of all stock: of so many copies, so many times less
        q11: { sql: ['0.01', `0.01 / ${COPIES}`], variables: { fraction: 0.01 / COPIES } },
      }),
    ),
  };
  const streaming = { name: 'sample', folder: '.', data: resolve('.data'), questions: chosen(questionsIn('bench/sql')) };
  const measured = [...(await sqlQuality(tpch, keep)), ...(await sqlQuality(streaming, keep))];
  return { title: 'SQL: engine CPU of generated over hand-written, median of 9 interleaved runs', measured };
}

function keep({ name, ratio, ours, theirs }: GeneratedSql): void {
  process.stderr.write(`${name} ${ratio.toFixed(2)}\n`);
  if (ratio <= SQL_BAR) return;
  mkdirSync(`${OUT}/over`, { recursive: true });
  const values = ours.parameters.map(({ value }, at) => `-- $${at + 1} = ${value}\n`).join('');
  writeFileSync(`${OUT}/over/${name}.sql`, `-- ${ratio.toFixed(2)}\n${values}${ours.text};\n\n-- by hand\n${theirs.text};\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) throw new Error(`Sections: ${Object.keys(SECTIONS).join(', ')}`);
const sections: Section[] = [];
for (const [name, measure] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const section = await measure();
  sections.push(section);
  process.stdout.write(`${printSection(section)}\n`);
}
mkdirSync(OUT, { recursive: true });
writeFileSync(`${OUT}/results.json`, `${JSON.stringify(sections, null, 2)}\n`);
