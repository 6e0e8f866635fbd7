import type { FoundFiles } from '../definitions/files.js';
import { refuse } from '../problems/problem.js';
import { readProject } from '../server/compile.js';
import type { Configuration } from '../server/configuration/configuration.js';

/** The definition files of a project, for commands that are about the files themselves. @throws where dbt stands for them */
export function readOwnFiles({ project, metrics, dbt }: Configuration): FoundFiles {
  if (dbt !== undefined)
    refuse({
      code: 'INVALID_CONFIGURATION',
      message: 'The definitions of this project are those of dbt, so there are no files of its own.',
      hint: 'They are changed in dbt; grainline import dbt writes them as files.',
    });
  return readProject(project, metrics);
}
