import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { catalogBeside, findManifest, hasManifest } from '../../exchange/dbt/find-manifest.js';
import { type DbtFile, importDbt, importDbtProject } from '../../exchange/dbt/import-dbt.js';
import { findProject, isDbtProject } from '../../exchange/dbt/yaml/find-project.js';
import type { DbtProject } from '../../exchange/dbt/yaml/read-project.js';
import { readText } from '../../exchange/read-text.js';
import { refuse } from '../../problems/problem.js';
import { told } from '../command.js';
import type { Surroundings } from '../surroundings.js';
import { endImport, type ImportFlags, importFlags } from './end-import.js';

/** dbt's semantic manifest as definitions. */
export function declareImportDbt(parent: Command, surroundings: Surroundings, ends: (exit: number) => void): void {
  importFlags(
    parent
      .command('dbt')
      .argument('<path>', 'semantic_manifest.json, or the dbt project or target folder that it lies in')
      .description(
        'imports what dbt parse has written, or the YAML of a project: semantic models, metrics, saved queries, the time spine',
      )
      .option('--yaml', 'read the YAML of the project, also where dbt parse has written a manifest', false)
      .option('--schema <name>', 'with YAML: the schema of the profile, in which dbt builds the models')
      .option(
        '--catalog <file>',
        'dbt’s catalog.json, which knows the types of columns; the one beside the manifest unless said',
      ),
  )
    .addHelpText(
      'after',
      `
  grainline import dbt target --out metrics/dbt
  grainline import dbt target/semantic_manifest.json --out metrics/dbt --strict --json
  grainline import dbt . --yaml --schema analytics --out metrics/dbt

Exits with 0, with 1 where --strict finds a guess or a loss, with 2 where nothing could be imported.`,
    )
    .action(async (path: string, flags: Flags) =>
      ends(await told(surroundings, async () => run(path, flags, surroundings))),
    );
}

type Flags = ImportFlags & {
  readonly catalog?: string | undefined;
  readonly yaml: boolean;
  readonly schema?: string | undefined;
};

function run(path: string, flags: Flags, surroundings: Surroundings): number {
  const { folder } = surroundings;
  const full = resolve(folder, path);
  const read = (file: string): DbtFile => ({ path: relative(folder, file), text: readText(file) });
  const isYaml = flags.yaml || (isDbtProject(full) && !hasManifest(full));
  const beside = isYaml ? join(full, 'target', 'catalog.json') : catalogBeside(findManifest(full));
  const catalog = flags.catalog ? resolve(folder, flags.catalog) : existsSync(beside) ? beside : undefined;
  const types = catalog === undefined ? undefined : read(catalog);
  const imported = isYaml
    ? importDbtProject(projectAt(full, flags.schema), types)
    : importDbt(read(findManifest(full)), types);
  return endImport(imported, 'somewhere', flags, surroundings);
}

function projectAt(folder: string, schema: string | undefined): DbtProject {
  if (!isDbtProject(folder))
    return refuse({ code: 'UNREADABLE_FILE', message: `There is no dbt_project.yml at ${folder}.` });
  if (schema === undefined)
    return refuse({
      code: 'UNREADABLE_FILE',
      message: 'The YAML of a dbt project does not say in which schema its models are built.',
      hint: 'Say it: --schema NAME. Or run dbt parse, whose manifest knows it.',
    });
  return findProject(folder, schema);
}
