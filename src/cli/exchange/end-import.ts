import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { DefinitionFile } from '../../exchange/print-files.js';
import { counted, type Line } from '../../exchange/report.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';
import { reportText } from './report-text.js';
import { writeFiles } from './write-files.js';

/** What any import makes. */
export interface Imported {
  /** They compile without a problem. */
  readonly files: readonly DefinitionFile[];
  readonly report: readonly Line[];
}

export interface ImportFlags {
  readonly out: string;
  readonly force: boolean;
  readonly strict: boolean;
  readonly exact: boolean;
  readonly json: boolean;
  readonly report?: string | undefined;
}

/** The flags that all imports have, in the order of `--help`. */
export const importFlags = (command: Command): Command =>
  command
    .requiredOption('--out <dir>', 'the folder to write definitions to; files that are there are kept')
    .option('--force', 'overwrite files that are there', false)
    .option('--strict', 'exit with 1 where anything was guessed or lost', false)
    .option('--exact', 'also list what means the same here', false)
    .option('--json', 'the whole report as one JSON object: {files, counts, report}', false)
    .option('--report <file>', 'write the report there, not to the terminal');

/** Writes the definitions, tells the report. @returns what the command ends with */
export function endImport(
  { files, report }: Imported,
  source: string,
  flags: ImportFlags,
  surroundings: Surroundings,
): number {
  const { folder } = surroundings;
  writeFiles(files, resolve(folder, flags.out), flags.force);
  const counts = counted(report);
  const written = files.map((file) => join(flags.out, file.path));
  const text = flags.json
    ? `${JSON.stringify({ files: written, counts, report }, null, 2)}\n`
    : reportText(report, {
        headings: {
          exact: 'Means the same here',
          difference: `Imported, and known to be answered otherwise ${source}`,
          guess: 'Guessed',
          loss: 'Lost',
        },
        subject: `${written.length} ${written.length === 1 ? 'file' : 'files'}`,
        exact: flags.exact,
      });
  if (flags.report === undefined) surroundings.out(text);
  else writeFileSync(resolve(folder, flags.report), text);
  return flags.strict && counts.guess + counts.loss > 0 ? EXIT.problems : EXIT.ok;
}
