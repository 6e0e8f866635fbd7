import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureSample } from '../src/server/sample-data.js';
import { cachedAnswer, serveChild } from './cached-answer.js';
import { dashboard } from './dashboard.js';
import { definitions } from './definitions.js';
import { makeLargeTpch } from './large-tpch.js';
import { planning } from './planning.js';
import { type Question, questionsIn } from './questions.js';
import { printSection, type Section } from './report.js';
import { type GeneratedSql, SQL_BAR, sqlQuality } from './sql-quality.js';
import { start } from './start.js';
import { onTrino } from './trino/on-trino.js';

/**
 * `npm run bench [-- section …]`: ratios measured side by side in one run, as tables and as dist/bench/results.json.
 * The SQL of questions over the bar is written beside it, ours and theirs. `-- sql q09,top-titles` measures only these.
 */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  sql: sqlSection,
  planning: async () => ({ title: 'Planning, warm: CPU', measured: planning() }),
  definitions: async () => ({ title: 'Reading and compiling definitions', measured: definitions() }),
  start: async () => ({ title: 'Start', measured: await start() }),
  cached: async () => ({ title: 'Cached answers', measured: await cachedAnswer() }),
  dashboard: async () => ({ title: 'Dashboards', measured: await dashboard() }),
  trino: () => onTrino(chosen, (sql) => keep(sql, 'trino-')),
};

/** Of the example's data: about as much as at scale 0.4, so that most queries take 50 ms or more. */
const COPIES = 40;
const OUT = 'dist/bench';

/** Those that the command line names, or all. */
function chosen(questions: readonly Question[]): readonly Question[] {
  const only = process.argv
    .slice(2)
    .filter((name) => !(name in SECTIONS))
    .flatMap((names) => names.split(','));
  return questions.filter(({ name }) => only.length === 0 || only.includes(name));
}

async function sqlSection(): Promise<Section> {
  const large = `${OUT}/data/tpch-${COPIES}`;
  await makeLargeTpch(large, COPIES);
  await ensureSample('.data', process.stderr);
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
  const streaming = {
    name: 'sample',
    folder: '.',
    data: resolve('.data'),
    questions: chosen(questionsIn('bench/sql')),
  };
  const measured = [
    ...(await sqlQuality(tpch, (sql) => keep(sql))),
    ...(await sqlQuality(streaming, (sql) => keep(sql))),
  ];
  return { title: 'SQL: engine CPU of generated over hand-written, median of 9 interleaved runs', measured };
}

function keep({ name, ratio, ours, theirs }: GeneratedSql, engine = ''): void {
  process.stderr.write(`${name} ${ratio.toFixed(2)}\n`);
  if (ratio <= SQL_BAR) return;
  mkdirSync(`${OUT}/over`, { recursive: true });
  const values = ours.parameters.map(({ value }, at) => `-- $${at + 1} = ${value}\n`).join('');
  writeFileSync(
    `${OUT}/over/${engine}${name}.sql`,
    `-- ${ratio.toFixed(2)}\n${values}${ours.text};\n\n-- by hand\n${theirs.text};\n`,
  );
}

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (command === 'serve') return serveChild(rest[0] ?? '', Number(rest[1]), rest[2] ?? '');
  const wanted = args.filter((name) => name in SECTIONS);
  const sections: Section[] = [];
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const section = await measure();
    sections.push(section);
    process.stdout.write(`${printSection(section)}\n`);
  }
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}/results.json`, `${JSON.stringify(sections, null, 2)}\n`);
}

await main(process.argv.slice(2));
