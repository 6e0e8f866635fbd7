import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { catalogBeside, findManifest } from '../../exchange/dbt/find-manifest.js';
import { type DbtFile, importDbt } from '../../exchange/dbt/import-dbt.js';
import { readText } from '../../exchange/read-text.js';
import { told } from '../command.js';
import type { Surroundings } from '../surroundings.js';
import { endImport, type ImportFlags, importFlags } from './end-import.js';

/** dbt's semantic manifest as definitions. */
export function declareImportDbt(parent: Command, surroundings: Surroundings, ends: (exit: number) => void): void {
  importFlags(
    parent
      .command('dbt')
      .argument('<path>', 'semantic_manifest.json, or the dbt project or target folder that it lies in')
      .description('imports what dbt parse has written: semantic models, metrics, saved queries, the time spine')
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

Exits with 0, with 1 where --strict finds a guess or a loss, with 2 where nothing could be imported.`,
    )
    .action(async (path: string, flags: Flags) =>
      ends(await told(surroundings, async () => run(path, flags, surroundings))),
    );
}

type Flags = ImportFlags & { readonly catalog?: string | undefined };

function run(path: string, flags: Flags, surroundings: Surroundings): number {
  const { folder } = surroundings;
  const manifest = findManifest(resolve(folder, path));
  const beside = catalogBeside(manifest);
  const catalog = flags.catalog ? resolve(folder, flags.catalog) : existsSync(beside) ? beside : undefined;
  const read = (file: string): DbtFile => ({ path: relative(folder, file), text: readText(file) });
  const imported = importDbt(read(manifest), catalog === undefined ? undefined : read(catalog));
  return endImport(imported, 'somewhere', flags, surroundings);
}
