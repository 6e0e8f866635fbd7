import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { refuse } from '../../problems/problem.js';
import { hasSample, loadSample } from '../../sample/hive/load-sample.js';
import type { Stage } from '../../sample/hive/staged.js';
import { makeSample } from '../../sample/make-sample.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { progressOn } from '../../server/sample-data.js';
import { commandLineOf, type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

/** The sample in Hive tables, through Trino. */
export const sampleLoad: Declare = (program, surroundings, ends) => {
  const sample = program.commands.find((each) => each.name() === 'sample') ?? program.command('sample');
  sample.description('the sample of a streaming service');
  projectFlags(sample.command('load'), ['engine'])
    .description('makes the sample and loads it into Hive tables, through Trino')
    .addOption(new Option('--scale <number>', '1 has two million plays').default(0.01).argParser(readScale))
    .option('--replace', 'drop tables of the sample that are there already', false)
    .option('--if-missing', 'do nothing where all tables are there, and make them anew where some are', false)
    .option(
      '--stage-folder <dir>',
      'a folder here that Trino can read too: the files lie there for a while, instead of long INSERTs',
    )
    .option('--stage-location <uri>', 'the same folder as Trino calls it, such as local:///stage')
    .addHelpText(
      'after',
      `
Plays are ORC and impressions Parquet, both partitioned by ds; the schema is "streaming". Trino is the one of
engine.trino in grainline.yaml, or of GRAINLINE_TRINO_SERVER, GRAINLINE_TRINO_CATALOG, GRAINLINE_TRINO_USER, …`,
    )
    .action(async (flags: Flags) => ends(await told(surroundings, () => run(flags, surroundings), EXIT.problems)));
};

interface Flags {
  readonly scale: number;
  readonly replace: boolean;
  readonly ifMissing: boolean;
  readonly stageFolder?: string | undefined;
  readonly stageLocation?: string | undefined;
}

function readScale(text: string): number {
  const scale = Number(text);
  if (!(scale > 0 && scale <= 10)) throw new InvalidArgumentError('Expected a number above 0 and up to 10.');
  return scale;
}

async function run(flags: Flags, { environment, folder, out, err }: Surroundings): Promise<number> {
  const stage = stageOf(flags, folder);
  const { trino } = readConfiguration(commandLineOf({ ...flags }), environment, folder).engine;
  if (trino === undefined)
    return refuse({
      code: 'INVALID_CONFIGURATION',
      message: 'The sample is loaded into Trino.',
      hint: 'Say --engine trino; DuckDB makes its sample at the first start.',
    });
  const made = await mkdtemp(join(tmpdir(), 'grainline-sample-'));
  try {
    const screen = { isTTY: process.stderr.isTTY, write: err };
    const began = performance.now();
    if (flags.ifMissing && (await hasSample(trino))) {
      out(`The sample is in ${trino.catalog}.streaming already.\n`);
      return EXIT.ok;
    }
    err('Making the sample.\n');
    await makeSample(made, { scale: flags.scale, onProgress: progressOn(screen) });
    err(`Loading it into ${trino.server}.\n`);
    const tables = await loadSample(join(made, 'streaming'), trino, {
      replace: flags.replace,
      stage,
      onProgress: progressOn(screen),
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    out(
      `Loaded ${tables.length} tables with ${rows.toLocaleString('en')} rows into ${trino.catalog}.streaming in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`,
    );
    return EXIT.ok;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

function stageOf({ stageFolder, stageLocation }: Flags, folder: string): Stage | undefined {
  if (stageFolder !== undefined && stageLocation !== undefined)
    return { folder: resolve(folder, stageFolder), location: stageLocation };
  if (stageFolder !== stageLocation)
    refuse({ code: 'INVALID_CONFIGURATION', message: '--stage-folder and --stage-location belong together.' });
  return undefined;
}
