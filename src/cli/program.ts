import { Command, CommanderError } from 'commander';
import { PLAIN } from '../problems/ink.js';
import { readVersion } from '../server/configuration/version.js';
import type { Declare } from './command.js';
import { EXIT } from './exit.js';
import type { Surroundings } from './surroundings.js';

/** In the order of `--help`. */
const COMMANDS: Readonly<Record<string, () => Promise<Declare>>> = {
  check: async () => (await import('./commands/check.js')).check,
  'test-metrics': async () => (await import('./commands/test-metrics.js')).testMetrics,
  diff: async () => (await import('./commands/diff.js')).diff,
  query: async () => (await import('./commands/query.js')).query,
  sql: async () => (await import('./commands/sql.js')).sql,
  rename: async () => (await import('./commands/rename.js')).rename,
  new: async () => (await import('./commands/new.js')).newThing,
  fmt: async () => (await import('./commands/fmt.js')).fmt,
  schema: async () => (await import('./commands/schema.js')).schema,
  codeowners: async () => (await import('./commands/codeowners.js')).codeowners,
  import: async () => (await import('./commands/import.js')).importFrom,
  export: async () => (await import('./commands/export.js')).exportTo,
  docs: async () => (await import('./commands/docs.js')).docs,
  rollups: async () => (await import('./commands/rollups.js')).rollups,
  sample: async () => (await import('./commands/sample-load.js')).sampleLoad,
};

/** The command that is called, else all of them: for help, and for names that are none. */
function called([first = '']: readonly string[]): Promise<readonly Declare[]> {
  const one = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  return Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
}

/** Runs one command line. @returns what the process ends with */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const surroundings = args.includes('--no-color') ? { ...around, ink: { out: PLAIN, err: PLAIN } } : around;
  let exit: number = EXIT.ok;
  const program = new Command('grainline')
    .description('The command line for people who own metrics. The server is started by `npm start`.')
    .version(readVersion(), '-v, --version', 'print the version')
    .option('--no-color', 'no colours on a terminal either; NO_COLOR and FORCE_COLOR are heeded too')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('--help says what there is.')
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
    .exitOverride();
  for (const declare of await called(args)) declare(program, surroundings, (code) => (exit = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 || error.code === 'commander.help' ? EXIT.ok : EXIT.failed;
  }
}
