import type { Configuration } from './configuration/configuration.js';
import { dbtFiles } from './dbt-definitions.js';
import { watchFiles } from './watch-files.js';
import { watchFolder } from './watch-folder.js';

/** Tells of changes of what is served. @returns ends it */
export const watchDefinitions = (
  { metrics, dbt }: Pick<Configuration, 'metrics' | 'dbt'>,
  changed: () => void,
): (() => void) => (dbt === undefined ? watchFolder(metrics, changed) : watchFiles(() => dbtFiles(dbt), changed));
