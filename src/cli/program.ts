import { Command, CommanderError } from 'commander';
import { readVersion } from '../server/configuration/version.js';
import type { Declare } from './command.js';
import { check } from './commands/check.js';
import { codeowners } from './commands/codeowners.js';
import { diff } from './commands/diff.js';
import { docs } from './commands/docs.js';
import { fmt } from './commands/fmt.js';
import { importFrom } from './commands/import.js';
import { query } from './commands/query.js';
import { rename } from './commands/rename.js';
import { sampleLoad } from './commands/sample-load.js';
import { schema } from './commands/schema.js';
import { sql } from './commands/sql.js';
import { testMetrics } from './commands/test-metrics.js';
import { EXIT } from './exit.js';
import type { Surroundings } from './surroundings.js';

/** In the order of `--help`. */
const COMMANDS: readonly Declare[] = [
  check,
  testMetrics,
  diff,
  query,
  sql,
  rename,
  fmt,
  schema,
  codeowners,
  importFrom,
  docs,
  sampleLoad,
];

/** Runs one command line. @returns what the process ends with */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exit: number = EXIT.ok;
  const program = new Command('grainline')
    .description('The command line for people who own metrics. The server is started by `npm start`.')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('--help says what there is.')
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
    .exitOverride();
  for (const declare of COMMANDS) declare(program, surroundings, (code) => (exit = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 || error.code === 'commander.help' ? EXIT.ok : EXIT.failed;
  }
}
