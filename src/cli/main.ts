import { EXIT } from './exit.js';
import { terminalInk } from './output/terminal-ink.js';
import { run } from './program.js';

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
);

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  folder: process.env.INIT_CWD ?? process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  ink: {
    out: terminalInk(process.stdout.isTTY, process.env),
    err: terminalInk(process.stderr.isTTY, process.env),
  },
  columns: process.stdout.isTTY ? process.stdout.columns : null,
});
