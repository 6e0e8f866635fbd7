import { type Command, Option } from 'commander';
import { printProblems } from '../problems/print.js';
import { errorsIn, ProblemError } from '../problems/problem.js';
import type { CommandLine } from '../server/configuration/command-line.js';
import { OVERRIDES } from '../server/configuration/settings.js';
import { EXIT } from './exit.js';
import type { Surroundings } from './surroundings.js';
import { textOnDisk } from './text-on-disk.js';

/** Adds one command to the program; its own code is loaded when it is called. */
export type Declare = (program: Command, surroundings: Surroundings, ends: (exit: number) => void) => void;

/** Flags of every command that works on a project: its folder, and the settings that a flag may override. */
export function projectFlags(
  command: Command,
  flags: readonly string[] = ['metrics', 'dbt', 'data', 'engine'],
): Command {
  command.addOption(
    new Option('--project <dir>', 'the project folder (GRAINLINE_PROJECT); the current one unless said'),
  );
  for (const { flag, means, environment } of OVERRIDES)
    if (flag !== undefined && flags.includes(flag))
      command.addOption(new Option(`--${flag} <${flag}>`, `${means} (${environment})`));
  return command;
}

/** What these flags say, as the configuration reads it. */
export function commandLineOf(options: Readonly<Record<string, unknown>>): CommandLine {
  const values = OVERRIDES.flatMap(({ flag }): [string, string][] => {
    const value = flag === undefined ? undefined : options[flag];
    return flag !== undefined && typeof value === 'string' ? [[flag, value]] : [];
  });
  const { project } = options;
  return {
    project: typeof project === 'string' ? project : undefined,
    dev: false,
    help: false,
    version: false,
    values: new Map(values),
  };
}

/** Runs a command; problems that it throws are told as problems, anything else as a failure of the program. */
export async function told(
  { err, ink }: Pick<Surroundings, 'err' | 'ink'>,
  run: () => Promise<number>,
  otherwise: number = EXIT.failed,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ProblemError)) {
      err(`The command failed: ${(error as Error).stack ?? String(error)}\n`);
      return EXIT.failed;
    }
    const cause = error.cause instanceof Error ? `\n${error.cause.message}` : '';
    err(`${printProblems(error.problems, textOnDisk, ink.err)}${cause}\n`);
    return errorsIn(error.problems).length > 0 ? otherwise : EXIT.ok;
  }
}
