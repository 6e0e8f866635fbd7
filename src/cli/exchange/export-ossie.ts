import { existsSync, writeFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { snakeCase } from '../../definitions/names.js';
import { type OssieVersion, VERSIONS } from '../../exchange/ossie/document.js';
import { exportOssie } from '../../exchange/ossie/export/export-ossie.js';
import { counted } from '../../exchange/report.js';
import { errorsIn, ProblemError, refuse } from '../../problems/problem.js';
import { compileFound } from '../../server/compile.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { commandLineOf, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { readOwnFiles } from '../own-files.js';
import type { Surroundings } from '../surroundings.js';
import { reportText } from './report-text.js';

/** The definitions of a project as a document of Apache Ossie. */
export function declareExportOssie(parent: Command, surroundings: Surroundings, ends: (exit: number) => void): void {
  projectFlags(parent.command('ossie'), ['metrics'])
    .description(
      'writes a document of Apache Ossie (once Open Semantic Interchange, OSI), with the definitions whole in it',
    )
    .option('--out <file>', 'the file to write; without it, to stdout')
    .addOption(
      new Option('--format-version <version>', '0.1.1, as JSON; or 0.2, which is in the making, as YAML')
        .choices(VERSIONS)
        .default('0.1.1'),
    )
    .option('--name <name>', 'the name of the semantic model; that of the project’s folder unless said')
    .option('--database <name>', 'what stands before schema.table for readers such as dbt: database.schema.table')
    .option('--force', 'overwrite the file', false)
    .option('--strict', 'exit with 1 where anything is left out of the plain part', false)
    .option('--exact', 'also list what means the same there', false)
    .option('--json', 'the report as one JSON object: {file, counts, report}', false)
    .option('--report <file>', 'write the report there; without it, to stderr')
    .addHelpText(
      'after',
      `
  grainline export ossie --out osi/metrics.json --database warehouse
  grainline export ossie --format-version 0.2 --out metrics.ossie.yaml --strict

Exits with 0, with 1 where --strict finds a loss, with 2 where nothing could be exported.`,
    )
    .action(async (flags: Flags) => ends(await told(surroundings, async () => run(flags, surroundings))));
}

interface Flags {
  readonly out?: string | undefined;
  readonly formatVersion: OssieVersion;
  readonly name?: string | undefined;
  readonly database?: string | undefined;
  readonly force: boolean;
  readonly strict: boolean;
  readonly exact: boolean;
  readonly json: boolean;
  readonly report?: string | undefined;
}

function run(flags: Flags, { environment, folder, out, err }: Surroundings): number {
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const { project, metrics, sqlDatasets } = configuration;
  const found = readOwnFiles(configuration);
  const { model, problems } = compileFound(found, { sqlDatasets });
  if (errorsIn(problems).length > 0) throw new ProblemError(problems);
  const below = relative(project, metrics);
  const files = found.files.map(({ path, text }) => ({ path: relative(below, path).replaceAll('\\', '/'), text }));
  const { text, report } = exportOssie(model, files, {
    version: flags.formatVersion,
    name: flags.name ?? snakeCase(basename(project)) ?? 'model',
    database: flags.database,
  });
  if (flags.out === undefined) out(text);
  else writeNew(resolve(folder, flags.out), text, flags.force);
  const counts = counted(report);
  const told = flags.json
    ? `${JSON.stringify({ file: flags.out ?? null, counts, report }, null, 2)}\n`
    : reportText(report, {
        headings: {
          exact: 'Means the same there',
          difference: 'Exported, and read otherwise there',
          guess: 'Guessed',
          loss: 'Lost to others; our own import finds it in the extension',
        },
        subject: `${model.datasets.size} datasets, ${model.metrics.size} metrics`,
        exact: flags.exact,
      });
  if (flags.report === undefined) err(told);
  else writeFileSync(resolve(folder, flags.report), told);
  return flags.strict && counts.loss > 0 ? EXIT.problems : EXIT.ok;
}

function writeNew(file: string, text: string, force: boolean): void {
  if (existsSync(file) && !force)
    refuse({
      code: 'UNREADABLE_FILE',
      message: `${file} is there already, and nothing was written.`,
      hint: '--force overwrites it.',
    });
  writeFileSync(file, text);
}
