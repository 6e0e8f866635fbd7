import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printProblems } from '../problems/print.js';
import { ProblemError, refuse } from '../problems/problem.js';
import { hasSample, loadSample } from '../sample/hive/load-sample.js';
import type { Stage } from '../sample/hive/staged.js';
import { makeSample } from '../sample/make-sample.js';
import { readConfiguration } from '../server/configuration/read-configuration.js';
import { progressOn } from '../server/sample-data.js';
import type { Surroundings } from './check.js';
import { textOnDisk } from './text-on-disk.js';

export const SAMPLE_LOAD_HELP = `Makes the sample of a streaming service and loads it into Hive tables, through Trino.

Usage: grainline sample load --engine trino [--scale 0.01] [--replace | --if-missing]
                             [--project DIR] [--stage-folder DIR --stage-location URI]

  --scale           1 has two million plays; 0.01 unless said
  --replace         drops tables of the sample that are there already
  --if-missing      does nothing where all tables are there, and makes them anew where some are
  --stage-folder    a folder here that Trino can read too: the files lie there for a while, instead of long INSERTs
  --stage-location  the same folder as Trino calls it, such as local:///stage

Plays are ORC and impressions Parquet, both partitioned by ds; the schema is "streaming". Trino is the one of
engine.trino in grainline.yaml, or of GRAINLINE_TRINO_SERVER, GRAINLINE_TRINO_CATALOG, GRAINLINE_TRINO_USER, …
`;

/** 0: loaded; 1: not, or not wholly. */
export async function sampleLoad(
  args: readonly string[],
  { environment, folder, out, err }: Surroundings,
): Promise<0 | 1> {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      out(SAMPLE_LOAD_HELP);
      return 0;
    }
    const values = new Map(flags.engine === undefined ? [] : [['engine', flags.engine]]);
    const command = { project: flags.project, dev: false, help: false, version: false, values };
    const { trino } = readConfiguration(command, environment, folder).engine;
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
        return 0;
      }
      err('Making the sample.\n');
      await makeSample(made, { scale: flags.scale, onProgress: progressOn(screen) });
      err(`Loading it into ${trino.server}.\n`);
      const stage = flags.stage && { ...flags.stage, folder: resolve(folder, flags.stage.folder) };
      const tables = await loadSample(join(made, 'streaming'), trino, {
        replace: flags.replace,
        stage,
        onProgress: progressOn(screen),
      });
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      out(
        `Loaded ${tables.length} tables with ${rows.toLocaleString('en')} rows into ${trino.catalog}.streaming in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`,
      );
      return 0;
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  } catch (error) {
    const cause = error instanceof ProblemError && error.cause instanceof Error ? `\n${error.cause.message}` : '';
    err(
      `${error instanceof ProblemError ? printProblems(error.problems, textOnDisk) : ((error as Error).stack ?? String(error))}${cause}\n`,
    );
    return 1;
  }
}

interface Flags {
  readonly engine: string | undefined;
  readonly project: string | undefined;
  readonly scale: number;
  readonly replace: boolean;
  readonly ifMissing: boolean;
  readonly stage: Stage | undefined;
  readonly help: boolean;
}

function readFlags(args: readonly string[]): Flags {
  const values = parsed(args);
  const {
    engine,
    project,
    replace,
    help,
    'if-missing': ifMissing,
    'stage-folder': folder,
    'stage-location': location,
  } = values;
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 10)) invalid(`--scale: expected a number above 0 and up to 10, not "${values.scale}".`);
  if ((folder === undefined) !== (location === undefined))
    invalid('--stage-folder and --stage-location belong together.');
  const stage = folder === undefined || location === undefined ? undefined : { folder, location };
  return { engine, project, scale, replace, ifMissing, stage, help };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        engine: { type: 'string' },
        project: { type: 'string' },
        scale: { type: 'string', default: '0.01' },
        replace: { type: 'boolean', default: false },
        'if-missing': { type: 'boolean', default: false },
        'stage-folder': { type: 'string' },
        'stage-location': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return invalid((error as Error).message);
  }
}

const invalid = (message: string): never =>
  refuse({ code: 'INVALID_CONFIGURATION', message, hint: '--help says what there is.' });
