import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { laidOut } from '../../editing/layout.js';
import { ProblemError } from '../../problems/problem.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { commandLineOf, type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { readOwnFiles } from '../own-files.js';
import type { Surroundings } from '../surroundings.js';

/** Lays out definition files in one way; comments stay. */
export const fmt: Declare = (program, surroundings, ends) => {
  projectFlags(program.command('fmt'), ['metrics'])
    .description('lays out definition files in one way: order of keys, indentation, line length; comments stay')
    .option('--check', 'write nothing, and exit with 1 where a file is laid out otherwise', false)
    .action(async (flags: { readonly check: boolean }) =>
      ends(await told(surroundings, async () => run(flags, surroundings))),
    );
};

function run(flags: { readonly check: boolean }, { environment, folder, out, err }: Surroundings): number {
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const { files, problems } = readOwnFiles(configuration);
  if (problems.length > 0) throw new ProblemError(problems);
  let [others, left] = [0, 0];
  for (const { path, text } of files) {
    const now = laidOut(text);
    if (now === null) {
      left++;
      err(`${path} is left as it is: it is no YAML, or cannot be laid out without saying something else.\n`);
    } else if (now !== text) {
      others++;
      out(`${path}\n`);
      if (!flags.check) writeFileSync(join(configuration.project, path), now);
    }
  }
  return left > 0 || (flags.check && others > 0) ? EXIT.problems : EXIT.ok;
}
