import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { readDefinitions } from '../../definitions/read-definitions.js';
import { printProblems } from '../../problems/print.js';
import { errorsIn } from '../../problems/problem.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { withBlock } from '../codeowners/block.js';
import { isCodeOwner } from '../codeowners/code-owner.js';
import { fileOwners } from '../codeowners/file-owners.js';
import { linesFor } from '../codeowners/lines.js';
import { commandLineOf, type Declare, projectFlags, told } from '../command.js';
import { git, prefixOf } from '../diff/git.js';
import { EXIT } from '../exit.js';
import { patchText } from '../output/patch.js';
import { readOwnFiles } from '../own-files.js';
import type { Surroundings } from '../surroundings.js';

/** Where GitHub and GitLab look, in this order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'] as const;

/** Who has to approve which definition file, as the repository's host reads it. */
export const codeowners: Declare = (program, surroundings, ends) => {
  projectFlags(program.command('codeowners'), ['metrics'])
    .description('writes the owners of definition files into CODEOWNERS; lines that others wrote there stay')
    .option('--organization <name>', 'owners that are plain words are teams of it: finance is @name/finance', readName)
    .option('--default <owner>', 'who owns what says no owner: an address, @user or @organization/team', readOwner)
    .option('--file <path>', `the file; the first of ${PLACES.join(', ')} that is there unless said`)
    .option('--check', 'write nothing, show what would change, and exit with 1 where something would', false)
    .action(async (flags: Flags) => ends(await told(surroundings, async () => run(flags, surroundings))));
};

interface Flags {
  readonly organization?: string | undefined;
  readonly default?: string | undefined;
  readonly file?: string | undefined;
  readonly check: boolean;
}

function readName(text: string): string {
  if (!/^[\w.-]+$/.test(text)) throw new InvalidArgumentError('Expected the name of an organization, such as acme.');
  return text;
}

function readOwner(text: string): string {
  if (!isCodeOwner(text)) throw new InvalidArgumentError('Expected an address, @user or @organization/team.');
  return text;
}

function run(flags: Flags, { environment, folder, out, err, ink }: Surroundings): number {
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const { project, metrics } = configuration;
  const found = readOwnFiles(configuration);
  const texts = new Map(found.files.map(({ path, text }) => [path, text]));
  const { definitions, problems: unread } = readDefinitions(found.files);

  const top = git(project, ['rev-parse', '--show-toplevel'])?.toString('utf8').trimEnd() ?? project;
  const within = relative(project, metrics).replaceAll('\\', '/');
  const { organization, default: byDefault } = flags;
  const owning = { prefix: prefixOf(project), folder: within, organization, byDefault };
  const { lines, problems, unowned } = linesFor(fileOwners(definitions), owning);
  const errors = [...errorsIn([...found.problems, ...unread]), ...problems];
  if (errors.length > 0) {
    err(`${printProblems(errors, (file) => texts.get(file), ink.err)}\n`);
    return EXIT.problems;
  }
  if (unowned.length > 0) err(`Without an owner, and without --default: ${unowned.join(', ')}\n`);

  const file =
    flags.file === undefined
      ? join(top, PLACES.find((place) => existsSync(join(top, place))) ?? PLACES[0])
      : resolve(folder, flags.file);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = withBlock(before, lines, commandOf(flags));
  if (after === before) return EXIT.ok;
  const shown = relative(folder, file);
  out(flags.check ? patchText(createTwoFilesPatch(shown, shown, before, after), ink.out) : `${shown}\n`);
  if (flags.check) return EXIT.problems;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, after);
  return EXIT.ok;
}

/** The command that writes the same lines again. */
const commandOf = ({ organization, default: byDefault }: Flags): string =>
  [
    'grainline codeowners',
    ...(organization === undefined ? [] : [`--organization ${organization}`]),
    ...(byDefault === undefined ? [] : [`--default ${byDefault}`]),
  ].join(' ');
