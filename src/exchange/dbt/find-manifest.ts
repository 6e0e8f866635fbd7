import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../../problems/problem.js';

const MANIFEST = 'semantic_manifest.json';

/**
 * dbt's manifest: the file itself, or the one in a target folder or in that of a dbt project.
 * @throws UNREADABLE_FILE where there is none
 */
export function findManifest(path: string): string {
  return (
    manifestAt(path) ??
    refuse({
      code: 'UNREADABLE_FILE',
      message: `There is no ${MANIFEST} at ${path}.`,
      hint: 'dbt parse writes it into target/. Of a project the YAML can be read: --yaml.',
    })
  );
}

export const hasManifest = (path: string): boolean => manifestAt(path) !== undefined;

const manifestAt = (path: string): string | undefined =>
  [path, join(path, MANIFEST), join(path, 'target', MANIFEST)].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );

/** The catalog that dbt may have written beside a manifest. */
export const catalogBeside = (manifest: string): string => join(dirname(manifest), 'catalog.json');
