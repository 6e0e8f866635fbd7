import { readFileSync } from 'node:fs';
import { printProblems } from '../problems/print.js';
import { ProblemError } from '../problems/problem.js';

type Failure = NodeJS.ErrnoException & { readonly port?: number; readonly address?: string };

/** Why the server could not start, and what to do about it. */
export function startFailureText(error: unknown): string {
  if (error instanceof ProblemError) return printProblems(error.problems, textOnDisk);
  const { code, port = 0, address, message, stack } = error as Failure;
  switch (code) {
    case 'EADDRINUSE':
      return (
        `Port ${port} is taken: something else listens on ${address}:${port}.\n` +
        `Choose another with --port ${port + 1}, GRAINLINE_PORT, or server.port in grainline.yaml.`
      );
    case 'EACCES':
      return `Port ${port} may not be used by this account: choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${address ?? ''}: mend --host, GRAINLINE_HOST or server.host.`;
    default:
      return `The server could not start: ${stack ?? message}`;
  }
}

function textOnDisk(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
