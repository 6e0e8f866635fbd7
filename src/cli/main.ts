import { didYouMean } from '../problems/did-you-mean.js';
import type { Surroundings } from './check.js';

type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/** The words of each command, and what it does; its code is loaded when it is called. */
const COMMANDS: Readonly<Record<string, { readonly says: string; readonly load: () => Promise<Command> }>> = {
  check: {
    says: 'checks the definitions of a project, and on demand its data',
    load: async () => (await import('./check.js')).check,
  },
  'sample load': {
    says: 'makes the sample of a streaming service and loads it into Hive tables',
    load: async () => (await import('./sample-load.js')).sampleLoad,
  },
};

const HELP = `Usage: grainline COMMAND [flags]

${Object.entries(COMMANDS)
  .map(([words, { says }]) => `  ${words.padEnd(14)}${says}`)
  .join('\n')}

\`grainline COMMAND --help\` says more. The server is started by \`npm start\`.
`;

/** 2: there is no such command; else what the command says. */
async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const words = Object.keys(COMMANDS).find((name) => name.split(' ').every((word, at) => args[at] === word));
  if (words !== undefined) {
    const run = await COMMANDS[words]?.load();
    return (await run?.(args.slice(words.split(' ').length), surroundings)) ?? 2;
  }
  if (args.length === 0 || args[0] === '--help' || args[0] === '-h') {
    surroundings.out(HELP);
    return 0;
  }
  const asked = args
    .filter((arg) => !arg.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  surroundings.err(
    `There is no command "${asked}". ${didYouMean(asked, Object.keys(COMMANDS)) ?? '--help lists them.'}\n`,
  );
  return 2;
}

process.exitCode = await main(process.argv.slice(2), {
  environment: process.env,
  folder: process.env.INIT_CWD ?? process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
