import { run } from '../../src/cli/program.js';
import { PLAIN } from '../../src/problems/ink.js';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as a shell in that folder would, without a process of its own. */
export async function runCommand(
  args: readonly string[],
  {
    folder = process.cwd(),
    environment = {},
  }: { readonly folder?: string; readonly environment?: Record<string, string> } = {},
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await run(args, {
    environment,
    folder,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    columns: null,
    ink: { out: PLAIN, err: PLAIN },
  });
  return { exit, out: out.join(''), err: err.join('') };
}
