import { relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { importOssie, PREFERENCES, type Preference } from '../../exchange/ossie/import/import-ossie.js';
import { readText } from '../../exchange/read-text.js';
import { told } from '../command.js';
import type { Surroundings } from '../surroundings.js';
import { endImport, type ImportFlags, importFlags } from './end-import.js';

/** A document of Apache Ossie as definitions: ours whole, anybody else's as far as it goes. */
export function declareImportOssie(parent: Command, surroundings: Surroundings, ends: (exit: number) => void): void {
  importFlags(
    parent
      .command('ossie')
      .argument('<file>', 'a document of Apache Ossie (once OSI), version 0.1.1 or 0.2, as JSON or YAML')
      .description('imports datasets, fields, relationships and metrics; a document of ours is taken whole')
      .addOption(
        new Option(
          '--prefer <part>',
          'where a document of ours was changed since: take the plain part, or the definitions as they were exported',
        ).choices(PREFERENCES),
      ),
  )
    .addHelpText(
      'after',
      `
  grainline import ossie osi/metrics.json --out metrics
  grainline import ossie sales.ossie.yaml --out metrics/sales --strict --json

Exits with 0, with 1 where --strict finds a guess or a loss, with 2 where nothing could be imported.`,
    )
    .action(async (file: string, flags: Flags) =>
      ends(await told(surroundings, async () => run(file, flags, surroundings))),
    );
}

type Flags = ImportFlags & { readonly prefer?: Preference | undefined };

function run(file: string, flags: Flags, surroundings: Surroundings): number {
  const { folder } = surroundings;
  const full = resolve(folder, file);
  const imported = importOssie({ path: relative(folder, full), text: readText(full) }, flags.prefer);
  return endImport(imported, 'there', flags, surroundings);
}
