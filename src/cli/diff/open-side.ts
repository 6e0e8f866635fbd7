import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TextOf } from '../../problems/print.js';
import { errorsIn, type Problem, refuse } from '../../problems/problem.js';
import type { Side } from '../../review/side.js';
import { compileProject } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { PROJECT_FILE } from '../../server/configuration/project-file.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { commandLineOf } from '../command.js';
import type { Surroundings } from '../surroundings.js';
import { filesAt, findCommit } from './git.js';

/** One side that was named on the command line, compiled as far as it goes. */
export interface OpenSide extends Side {
  /** As people call it: main (1a2b3c4), before/, the working tree. */
  readonly label: string;
  readonly problems: readonly Problem[];
  readonly textOf: TextOf;
  readonly configuration: Configuration;
}

type Flags = Readonly<Record<string, unknown>>;

/** A folder, a git ref of the project's repository, or nothing: the project as it lies there. */
export function openSide(named: string | undefined, flags: Flags, surroundings: Surroundings): OpenSide {
  if (named === undefined) return compiled('the working tree', configurationOf(flags, surroundings));
  const folder = resolve(surroundings.folder, named);
  const { GRAINLINE_METRICS: _folder, GRAINLINE_DBT_MANIFEST: _manifest, ...environment } = surroundings.environment;
  const elsewhere = { ...surroundings, environment };
  if (isFolder(folder)) return compiled(named, configurationOf({ ...flags, project: folder }, elsewhere));
  return atCommit(named, flags, elsewhere);
}

/** Where the rows are that both sides are asked for: those of HEAD, which a commit does not hold. */
export const configurationFor = (head: string | undefined, flags: Flags, surroundings: Surroundings): Configuration => {
  const folder = head === undefined ? undefined : resolve(surroundings.folder, head);
  return folder !== undefined && isFolder(folder)
    ? configurationOf({ ...flags, project: folder }, surroundings)
    : configurationOf(flags, surroundings);
};

const configurationOf = (flags: Flags, { environment, folder }: Surroundings): Configuration =>
  readConfiguration(commandLineOf(flags), environment, folder);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Files of definitions, or those that dbt writes. */
const IS_DEFINITION = /\.ya?ml$|(?:^|\/)(?:semantic_manifest|catalog)\.json$/i;

/** The definitions as they were committed, in a folder of their own for as long as they are read. */
function atCommit(ref: string, flags: Flags, surroundings: Surroundings): OpenSide {
  const project = configurationFolder(flags, surroundings);
  const found = findCommit(project, ref);
  const folder = mkdtempSync(join(tmpdir(), 'grainline-diff-'));
  try {
    const files = filesAt(project, found, (path) => path === PROJECT_FILE || IS_DEFINITION.test(path));
    for (const { path, content } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    if (files.length === 0)
      refuse({ code: 'INVALID_VALUE', message: `At "${ref}" there are no definitions: the project is new.` });
    return compiled(
      `${ref} (${found.commit.slice(0, 7)})`,
      configurationOf({ ...flags, project: folder }, surroundings),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const configurationFolder = ({ project }: Flags, { environment, folder }: Surroundings): string =>
  resolve(folder, typeof project === 'string' ? project : (environment.GRAINLINE_PROJECT ?? '.'));

function compiled(label: string, configuration: Configuration): OpenSide {
  const { project, metrics } = configuration;
  const { model, definitions, problems, textOf } = compileProject(project, metrics, configuration);
  const errors = errorsIn(problems);
  const schema = errors.length === 0 ? schemaFor(model) : null;
  return { label, model, definitions, schema, problems: errors, textOf, configuration };
}
