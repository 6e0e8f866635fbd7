import { Option } from 'commander';
import { ANYONE, answer } from '../../answer.js';
import { LruResultCache } from '../../cache/lru-result-cache.js';
import type { Ink } from '../../problems/ink.js';
import { readRequest } from '../../request/read-request.js';
import type { Answer } from '../../result/result.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { spineUnits } from '../../server/spine-units.js';
import { type AskFlags, askFlags } from '../ask/ask-flags.js';
import { openProject, withEngine } from '../ask/project.js';
import { readQuestion } from '../ask/question.js';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { chartText } from '../output/chart.js';
import { csvText } from '../output/csv.js';
import { tableText } from '../output/table.js';
import type { Surroundings } from '../surroundings.js';

const FORMATS = {
  table: ({ columns, rowCount }: Answer, _width: number, ink: Ink) => tableText(columns, rowCount, ink),
  csv: ({ columns, rowCount }: Answer) => csvText(columns, rowCount),
  json: (came: Answer) => `${JSON.stringify(jsonOf(came), null, 2)}\n`,
  chart: ({ columns, rowCount }: Answer, width: number) => chartText(columns, rowCount, width),
} as const;

/** A question by names, and its answer on the terminal. */
export const query: Declare = (program, surroundings, ends) => {
  const command = askFlags(program.command('query')).description('asks metrics by name');
  projectFlags(command)
    .addOption(new Option('-f, --format <name>', 'how rows are shown').choices(Object.keys(FORMATS)).default('table'))
    .option('--json', 'short for --format json', false)
    .option('--explain', 'also say which paths were taken and where the filters went', false)
    .addHelpText(
      'after',
      `
  grainline query streaming_hours viewers --by metric_time:month --last "6 months"
  grainline query plays --by member.country --where "device = 'tv'" --order plays:desc --limit 5 --format chart

Notices go to stderr. Exits with 0, with 1 where the question is refused, with 2 where it could not be asked.`,
    )
    .action(async (metrics: string[], flags: Flags) =>
      ends(await told(surroundings, () => run(metrics, flags, surroundings), EXIT.problems)),
    );
};

interface Flags extends AskFlags {
  readonly format: keyof typeof FORMATS;
  readonly json: boolean;
  readonly explain: boolean;
}

async function run(metrics: readonly string[], flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model: compiled, configuration } = openProject({ ...flags }, surroundings);
  const input = readQuestion(schemaFor(compiled), metrics, flags, surroundings.folder);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return withEngine(configuration, async (engine) => {
    const model = await spineUnits(compiled, engine)();
    const request = readRequest(model, input, { now: new Date() }, '');
    const runtime = { model, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: configuration.limits.rows };
    const came = await answer(runtime, request, ANYONE, stop.signal);
    for (const { code, message } of came.warnings)
      surroundings.err(`${surroundings.ink.err.careful(code)} ${message}\n`);
    const format = flags.json ? 'json' : flags.format;
    surroundings.out(FORMATS[format](came, surroundings.columns ?? 100, surroundings.ink.out));
    if (flags.explain) surroundings.err(`${JSON.stringify(came.proof.explain(), null, 2)}\n`);
    return EXIT.ok;
  });
}

const jsonOf = ({ columns, rowCount, warnings, proof }: Answer): object => ({
  rows: Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
  ),
  columns: columns.map(({ values: _values, ...column }) => column),
  warnings,
  proof: { sql: proof.sql(), tables: proof.tables, fingerprint: proof.fingerprint },
});
