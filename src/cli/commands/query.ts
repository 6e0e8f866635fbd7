import { resolve } from 'node:path';
import { Option } from 'commander';
import { ANYONE, answer } from '../../answer.js';
import { LruResultCache } from '../../cache/lru-result-cache.js';
import { csv } from '../../export/csv.js';
import { openExport } from '../../export/export-rows.js';
import { FORMAT_NAMES, type FormatName } from '../../export/formats.js';
import { ndjson } from '../../export/ndjson.js';
import type { Ink } from '../../problems/ink.js';
import { refuse } from '../../problems/problem.js';
import { readRequest } from '../../request/read-request.js';
import type { Answer } from '../../result/result.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { spineUnits } from '../../server/spine-units.js';
import { type AskFlags, askFlags } from '../ask/ask-flags.js';
import { openProject, withEngine } from '../ask/project.js';
import { readQuestion } from '../ask/question.js';
import { builtRollups } from '../ask/rollups.js';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { chartText } from '../output/chart.js';
import { exportedText } from '../output/exported-text.js';
import { tableText } from '../output/table.js';
import { writeFile } from '../output/write-file.js';
import type { Surroundings } from '../surroundings.js';

const FORMATS = {
  table: ({ columns, rowCount }: Answer, { ink }: Shown) => tableText(columns, rowCount, ink),
  csv: (came: Answer, { guardFormulas }: Shown) => exportedText(csv, came, guardFormulas),
  ndjson: (came: Answer) => exportedText(ndjson, came),
  json: (came: Answer) => `${JSON.stringify(jsonOf(came), null, 2)}\n`,
  chart: ({ columns, rowCount }: Answer, { width }: Shown) => chartText(columns, rowCount, width),
} as const;

interface Shown {
  readonly width: number;
  readonly ink: Ink;
  readonly guardFormulas: boolean;
}

/** A question by names, and its answer on the terminal. */
export const query: Declare = (program, surroundings, ends) => {
  const command = askFlags(program.command('query')).description('asks metrics by name');
  projectFlags(command)
    .addOption(
      new Option('-f, --format <name>', 'how rows are shown')
        .choices([...Object.keys(FORMATS), 'arrow'])
        .default('table'),
    )
    .option('--json', 'short for --format json', false)
    .option('--out <file>', 'write all rows to a file as they come: csv, ndjson, json or arrow')
    .option('--keep-formulas', 'csv: leave texts as they are that a spreadsheet would take for formulas', false)
    .option('--explain', 'also say which paths were taken and where the filters went', false)
    .addHelpText(
      'after',
      `
  grainline query streaming_hours viewers --by metric_time:month --last "6 months"
  grainline query plays --by member.country --where "device = 'tv'" --order plays:desc --limit 5 --format chart
  grainline query plays --by member_id --format arrow --out plays.arrow

Notices go to stderr. Exits with 0, with 1 where the question is refused, with 2 where it could not be asked.`,
    )
    .action(async (metrics: string[], flags: Flags) =>
      ends(await told(surroundings, () => run(metrics, flags, surroundings), EXIT.problems)),
    );
};

interface Flags extends AskFlags {
  readonly format: keyof typeof FORMATS | 'arrow';
  readonly out?: string;
  readonly keepFormulas: boolean;
  readonly json: boolean;
  readonly explain: boolean;
}

async function run(metrics: readonly string[], flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model: compiled, configuration } = openProject({ ...flags }, surroundings);
  const input = readQuestion(schemaFor(compiled), metrics, flags, surroundings.folder);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  const answered = withEngine(configuration, async (engine) => {
    const model = await spineUnits(compiled, engine)();
    const request = readRequest(model, input, { now: new Date() }, '');
    const rollups = await builtRollups(model, configuration, engine, stop.signal);
    const cache = new LruResultCache({ maxBytes: 0 });
    const runtime = { model, engine, cache, rollups, maxRows: configuration.limits.rows };
    const format = flags.json ? 'json' : flags.format;
    const guardFormulas = !flags.keepFormulas;
    const tell = (warnings: Answer['warnings']): void => {
      for (const { code, message } of warnings) surroundings.err(`${surroundings.ink.err.careful(code)} ${message}\n`);
    };
    if (flags.out !== undefined) {
      const { limits } = configuration;
      const opened = openExport(runtime, request, ANYONE, { rows: limits.exportRows, seconds: limits.exportSeconds });
      await writeFile(
        resolve(surroundings.folder, flags.out),
        exportFormat(format),
        opened,
        { guardFormulas },
        stop.signal,
      );
      tell(opened.warnings);
      return EXIT.ok;
    }
    if (format === 'arrow')
      refuse({
        code: 'INVALID_VALUE',
        message: 'Arrow is no text.',
        path: '--format',
        hint: 'Name a file with --out.',
      });
    const came = await answer(runtime, request, ANYONE, stop.signal);
    tell(came.warnings);
    const { columns: width = 100, ink } = surroundings;
    surroundings.out(FORMATS[format](came, { width: width ?? 100, ink: ink.out, guardFormulas }));
    if (flags.explain) surroundings.err(`${JSON.stringify(came.proof.explain(), null, 2)}\n`);
    return EXIT.ok;
  });
  return answered.finally(() => process.off('SIGINT', onInterrupt));
}

const exportFormat = (name: string): FormatName =>
  FORMAT_NAMES.find((each) => each === name) ??
  refuse({
    code: 'INVALID_VALUE',
    message: `--out does not take the format ${name}.`,
    path: '--out',
    hint: `Say --format ${FORMAT_NAMES.join(', --format ')}.`,
  });

const jsonOf = ({ columns, rowCount, warnings, proof }: Answer): object => ({
  rows: Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
  ),
  columns: columns.map(({ values: _values, ...column }) => column),
  warnings,
  proof: { sql: proof.sql(), tables: proof.tables, fingerprint: proof.fingerprint },
});
