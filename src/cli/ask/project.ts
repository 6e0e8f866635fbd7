import type { Definitions } from '../../definitions/definitions.js';
import type { Engine } from '../../engine/engine.js';
import { openEngine } from '../../engine/open-engine.js';
import type { Model } from '../../model/model.js';
import { printProblems, type TextOf } from '../../problems/print.js';
import { errorsIn, ProblemError } from '../../problems/problem.js';
import { compileProject } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { commandLineOf } from '../command.js';
import type { Surroundings } from '../surroundings.js';

export interface OpenProject {
  readonly configuration: Configuration;
  readonly model: Model;
  readonly definitions: Definitions;
  /** The text of a definition file. */
  readonly textOf: TextOf;
}

/** Reads and compiles the project that the flags name. @throws ProblemError where it cannot be served */
export function openProject(
  flags: Readonly<Record<string, unknown>>,
  { environment, folder, err, ink }: Surroundings,
): OpenProject {
  const configuration = readConfiguration(commandLineOf(flags), environment, folder);
  const { project, metrics } = configuration;
  const { model, definitions, problems, textOf } = compileProject(project, metrics, configuration);
  const errors = errorsIn(problems);
  if (errors.length > 0) {
    err(`${printProblems(errors, textOf, ink.err)}\n`);
    throw new ProblemError([
      {
        code: 'INVALID_DEFINITION',
        message: 'The definitions have problems, so nothing is asked.',
        hint: 'They are told above.',
      },
    ]);
  }
  return { configuration, model, definitions, textOf };
}

/** Opens the project's engine for one use, and closes it. */
export async function withEngine<T>(
  { engine: settings }: Configuration,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(settings);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
