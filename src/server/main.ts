import { relative } from 'node:path';
import type { Model } from '../model/model.js';
import { printProblems, type TextOf } from '../problems/print.js';
import { errorsIn, type Problem } from '../problems/problem.js';
import { type CompiledProject, keepingCompiler } from './compile.js';
import { helpText, readCommandLine } from './configuration/command-line.js';
import type { Configuration } from './configuration/configuration.js';
import { readConfiguration } from './configuration/read-configuration.js';
import { readVersion } from './configuration/version.js';
import type { ReloadOutcome } from './reload.js';
import { ensureSample } from './sample-data.js';
import { startFailureText } from './start-failure.js';
import { startServer } from './start-server.js';
import { stopOnSignals } from './stop-on-signals.js';
import { watchDefinitions } from './watch-definitions.js';
import { welcome } from './welcome.js';

/** The time that a stop may take in all, and that requests under way have of it, in milliseconds. */
const STOP = { patience: 5_000, drain: 3_000 };

const print = (text: string): void => void process.stdout.write(text);
const say = (text: string): void => void process.stderr.write(text);
const show = (problems: readonly Problem[], textOf?: TextOf): void => say(`${printProblems(problems, textOf)}\n`);

async function main(args: readonly string[]): Promise<void> {
  const command = readCommandLine(args);
  if (command.help) return print(helpText());
  if (command.version) return print(`${readVersion()}\n`);
  const configuration = readConfiguration(command, process.env, process.cwd());
  const atSample = await makeSampleFor(configuration);
  const compile = keepingCompiler(configuration.project, configuration.metrics, configuration);
  const server = await startServer(configuration, () => compileOrWait(configuration, compile), {
    recompile: compile,
    onReload: sayReload,
  });
  stopOnSignals(() => server.stop(STOP.drain), STOP.patience, say);
  print(welcome(server.url, server.model, configuration, Math.round(performance.now() - atSample)));
}

/** @returns the milliseconds that it took */
async function makeSampleFor({ engine }: Configuration): Promise<number> {
  const began = performance.now();
  const [folder] = Array.isArray(engine.data) ? (engine.data as readonly string[]) : [];
  if (engine.kind === 'duckdb' && engine.sample && folder !== undefined) await ensureSample(folder, process.stderr);
  return performance.now() - began;
}

/** Definitions with problems end the start; where they are followed, it waits until they are mended. */
async function compileOrWait(configuration: Configuration, compile: () => CompiledProject): Promise<Model> {
  const { metrics, dbt, server } = configuration;
  for (;;) {
    const change = server.watch ? nextChange(configuration) : null; // watched before it is read: no edit is missed
    const { model, problems, textOf } = compile();
    if (problems.length > 0) show(problems, textOf);
    if (errorsIn(problems).length === 0) {
      change?.stop();
      return model;
    }
    if (change === null) throw new Told();
    const followed = dbt ?? metrics;
    say(`Waiting for a change in ${relative(process.cwd(), followed) || followed}.\n`);
    await change.came;
  }
}

function nextChange(configuration: Configuration): { readonly came: Promise<void>; readonly stop: () => void } {
  let stop = (): void => {};
  const came = new Promise<void>((resolve) => {
    stop = watchDefinitions(configuration, () => {
      stop();
      resolve();
    });
  });
  return { came, stop };
}

function sayReload({ problems, textOf, milliseconds }: ReloadOutcome): void {
  if (problems.length > 0) show(problems, textOf);
  if (errorsIn(problems).length === 0) say(`Definitions reloaded in ${milliseconds} ms.\n`);
  else say('The definitions before this change go on serving.\n');
}

/** Ends the process after its reason has been told. */
class Told extends Error {}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Told)) say(`${startFailureText(error)}\n`);
  process.exit(1);
});
