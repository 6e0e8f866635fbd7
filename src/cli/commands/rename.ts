import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { findTestFiles } from '../../definitions/files.js';
import { type Renamed, renameMetric } from '../../editing/rename-metric.js';
import { refuse } from '../../problems/problem.js';
import { compileFound } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { readDate } from '../../time/wall-clock.js';
import { commandLineOf, type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { renameInTests } from '../metric-tests/rename-in-tests.js';
import { nameOrRefuse } from '../name-argument.js';
import { patchText } from '../output/patch.js';
import { readOwnFiles } from '../own-files.js';
import type { Surroundings } from '../surroundings.js';

/** Gives a metric another name wherever definitions use it, and keeps the old one as an alias. */
export const rename: Declare = (program, surroundings, ends) => {
  const command = program.command('rename').description('renames what definitions define, wherever they use it');
  projectFlags(command.command('metric'), ['metrics'])
    .description(
      'renames a metric in its definition, in expressions, inputs, views and metric tests; the old name goes on working',
    )
    .argument('<old>', 'its name')
    .argument('<new>', 'the name it gets')
    .option('--until <date>', 'the last day on which the old name works; without it, for good')
    .option('--dry-run', 'show what would change, and change nothing', false)
    .addHelpText(
      'after',
      '\nComments and layout stay. Exits with 1, and changes nothing, where the outcome would not compile.',
    )
    .action(async (from: string, to: string, flags: Flags) =>
      ends(await told(surroundings, async () => run(from, to, flags, surroundings), EXIT.problems)),
    );
};

interface Flags {
  readonly until?: string | undefined;
  readonly dryRun: boolean;
}

function run(from: string, to: string, flags: Flags, { environment, folder, out, ink }: Surroundings): number {
  nameOrRefuse(to);
  if (flags.until !== undefined && readDate(flags.until) === undefined)
    refuse({
      code: 'INVALID_VALUE',
      message: `"${flags.until}" is no date.`,
      path: '--until',
      hint: 'Write 2027-01-31.',
    });
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const found = readOwnFiles(configuration);
  const defined = renameMetric(found.files, { from, to, until: flags.until ?? null }, (files) =>
    compileFound({ ...found, files }, configuration),
  );
  const renamed = withTests(defined, configuration, from, to);
  if (!flags.dryRun)
    for (const { path, after } of renamed.files) writeFileSync(join(configuration.project, path), after);
  out(flags.dryRun ? patchText(patchOf(renamed), ink.out) : summaryOf(renamed, from, to, flags.until));
  return EXIT.ok;
}

/** Metric tests beside the definitions speak of the metric by its new name too. */
function withTests(defined: Renamed, { project, metrics }: Configuration, from: string, to: string): Renamed {
  const tests = findTestFiles(project, relative(project, metrics) || '.').files.map(({ path, text: before }) => ({
    path,
    before,
    ...renameInTests({ path, text: before }, from, to),
  }));
  return {
    files: [...defined.files, ...tests.filter(({ before, after }) => after !== before)],
    references: defined.references + tests.reduce((sum, { references }) => sum + references, 0),
  };
}

const patchOf = ({ files }: Renamed): string =>
  files.map(({ path, before, after }) => createTwoFilesPatch(path, path, before, after)).join('');

function summaryOf({ files, references }: Renamed, from: string, to: string, until: string | undefined): string {
  const where = files.map(({ path }) => `  ${path}\n`).join('');
  const used = `${references} other ${references === 1 ? 'place' : 'places'}`;
  const still = until === undefined ? 'goes on working' : `works until ${until}`;
  return `"${from}" is called "${to}" now, in its definition and ${used}; the old name ${still}.\n${where}`;
}
