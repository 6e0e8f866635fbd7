import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readYaml } from '../../../definitions/read-yaml.js';
import { SourceFile } from '../../../definitions/source-file.js';
import { plain } from '../../../definitions/tree.js';
import { readText } from '../../read-text.js';
import type { DbtFile } from '../import-dbt.js';
import type { DbtProject } from './read-project.js';
import { keysIn, textIn } from './values.js';

const PROJECT = 'dbt_project.yml';
const MOST_FILES = 20_000;

export const isDbtProject = (folder: string): boolean => existsSync(join(folder, PROJECT));

/** The files below the project's model paths, links left alone: they could lead anywhere. */
export function findProject(folder: string, schema: string): DbtProject {
  const file = (path: string): DbtFile => ({
    path: relative(folder, path).replaceAll('\\', '/'),
    text: readText(path),
  });
  const found = modelPaths(file(join(folder, PROJECT)), folder)
    .flatMap((path) => [...filesBelow(path)])
    .slice(0, MOST_FILES);
  const sql = new Map(found.flatMap((path) => (path.endsWith('.sql') ? [[nameOf(path), path] as const] : [])));
  return {
    path: join(folder, PROJECT),
    schema,
    files: found.filter((path) => /\.ya?ml$/.test(path)).map(file),
    sqlOf: (model) => {
      const path = sql.get(model);
      return path === undefined ? undefined : readText(path);
    },
  };
}

const nameOf = (path: string): string =>
  path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.sql$/, '') ?? '';

/** What dbt_project.yml says, `models` unless it says; only folders within the project. */
function modelPaths({ path, text }: DbtFile, folder: string): readonly string[] {
  const [tree] = readYaml(new SourceFile(path, text), () => {});
  const said = tree && keysIn(plain(tree))['model-paths'];
  const paths = Array.isArray(said) ? said.flatMap((each) => textIn(each) ?? []) : ['models'];
  return paths
    .map((each) => join(folder, each))
    .filter((each) => !relative(folder, each).startsWith('..') && existsSync(each));
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (name.startsWith('.') || stat.isSymbolicLink()) continue;
    if (stat.isDirectory()) yield* filesBelow(path);
    else if (stat.isFile()) yield path;
  }
}
