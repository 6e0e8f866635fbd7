import type { Configuration } from './configuration/configuration.js';
import { dbtFiles } from './dbt-definitions.js';
import { watchFiles } from './watch-files.js';
import { watchFolder } from './watch-folder.js';

/** Tells of changes of what is served. @returns ends it */
export const watchDefinitions = (
  { metrics, dbt }: Pick<Configuration, 'metrics' | 'dbt'>,
  changed: () => void,
  quiet?: number,
): (() => void) =>
  dbt === undefined ? watchFolder(metrics, changed, quiet) : watchFiles(() => dbtFiles(dbt), changed);
