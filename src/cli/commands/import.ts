import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { catalogBeside, findManifest, readText } from '../../exchange/dbt/find-manifest.js';
import { type DbtFile, type DbtImport, importDbt } from '../../exchange/dbt/import-dbt.js';
import { counted, type Line, OUTCOMES } from '../../exchange/dbt/report.js';
import { refuse } from '../../problems/problem.js';
import { type Declare, told } from '../command.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

/** Definitions of other systems as ours, with a report of what became of each thing. */
export const importFrom: Declare = (program, surroundings, ends) => {
  program
    .command('import')
    .description('definitions of other systems as definitions of a project')
    .command('dbt')
    .argument('<path>', 'semantic_manifest.json, or the dbt project or target folder that it lies in')
    .description('imports what dbt parse has written: semantic models, metrics, saved queries, the time spine')
    .requiredOption('--out <dir>', 'the folder to write definitions to; files that are there are kept')
    .option(
      '--catalog <file>',
      'dbt’s catalog.json, which knows the types of columns; the one beside the manifest unless said',
    )
    .option('--force', 'overwrite files that are there', false)
    .option('--strict', 'exit with 1 where anything was guessed or lost', false)
    .option('--exact', 'also list what means the same here', false)
    .option('--json', 'the whole report as one JSON object: {files, counts, report}', false)
    .addHelpText(
      'after',
      `
  grainline import dbt target --out metrics/dbt
  grainline import dbt target/semantic_manifest.json --out metrics/dbt --strict --json

Exits with 0, with 1 where --strict finds a guess or a loss, with 2 where nothing could be imported.`,
    )
    .action(async (path: string, flags: Flags) =>
      ends(await told(surroundings, async () => run(path, flags, surroundings))),
    );
};

interface Flags {
  readonly out: string;
  readonly catalog?: string | undefined;
  readonly force: boolean;
  readonly strict: boolean;
  readonly exact: boolean;
  readonly json: boolean;
}

function run(path: string, flags: Flags, { folder, out }: Surroundings): number {
  const manifest = findManifest(resolve(folder, path));
  const beside = catalogBeside(manifest);
  const catalog = flags.catalog ? resolve(folder, flags.catalog) : existsSync(beside) ? beside : undefined;
  const read = (file: string): DbtFile => ({ path: relative(folder, file), text: readText(file) });
  const imported = importDbt(read(manifest), catalog === undefined ? undefined : read(catalog));
  write(imported, resolve(folder, flags.out), flags);
  const counts = counted(imported.report);
  const files = imported.files.map((file) => join(flags.out, file.path));
  out(
    flags.json
      ? `${JSON.stringify({ files, counts, report: imported.report }, null, 2)}\n`
      : textOf(imported, files, flags),
  );
  return flags.strict && counts.guess + counts.loss > 0 ? EXIT.problems : EXIT.ok;
}

function write({ files }: DbtImport, folder: string, { force }: Flags): void {
  const there = files.find(({ path }) => existsSync(join(folder, path)));
  if (there !== undefined && !force)
    refuse({
      code: 'UNREADABLE_FILE',
      message: `${join(folder, there.path)} is there already, and nothing was written.`,
      hint: '--force overwrites it.',
    });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const HEADINGS = {
  exact: 'Means the same here',
  difference: 'Imported, and known to be answered otherwise somewhere',
  guess: 'Guessed',
  loss: 'Lost',
} as const;

function textOf({ report }: DbtImport, files: readonly string[], { exact }: Flags): string {
  const counts = counted(report);
  const parts = OUTCOMES.filter((outcome) => outcome !== 'exact' || exact).flatMap((outcome) => {
    const lines = report.filter((line) => line.outcome === outcome);
    return lines.length === 0 ? [] : [`${HEADINGS[outcome]}:\n${linesText(lines)}`];
  });
  const sum = `${files.length} files; ${counts.exact} exact, ${counts.difference} with differences, ${counts.guess} guessed, ${counts.loss} lost.`;
  return `${[...parts, sum].join('\n\n')}\n`;
}

/** What is said of several things is told once, above all of them. */
function linesText(lines: readonly Line[]): string {
  const messages = new Set(lines.map(({ message }) => message));
  return [...messages]
    .map((message) => {
      const things = lines.filter((line) => line.message === message).map(({ what, place }) => `${what}, ${place}`);
      return [`  ${message}`, ...things.map((thing) => `    ${thing}`)].join('\n');
    })
    .join('\n');
}
