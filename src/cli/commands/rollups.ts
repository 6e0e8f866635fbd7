import { type Command, InvalidArgumentError } from 'commander';
import { ProblemError } from '../../problems/problem.js';
import { type Built, buildRollup } from '../../rollups/build.js';
import { type Holding, holdingOf, rollupsOf } from '../../rollups/holding.js';
import { openStore } from '../../rollups/open-store.js';
import type { RollupStore } from '../../rollups/store.js';
import { progressOn } from '../../server/sample-data.js';
import { type OpenProject, openProject, withEngine } from '../ask/project.js';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { chosen, looked, planned, planText, statusText } from '../rollups/status.js';
import { suggest } from '../rollups/suggest.js';
import type { Surroundings } from '../surroundings.js';

/** Metrics that are aggregated ahead. */
export const rollups: Declare = (program, surroundings, ends) => {
  const group = program
    .command('rollups')
    .description('metrics that are aggregated ahead: what is built, and building it');
  const command = (name: string, does: string): Command =>
    projectFlags(group.command(name).description(does)).option('--json', 'tell it as JSON', false);
  const named = (of: Command): Command => of.argument('[names...]', 'rollups, such as plays.daily; all unless said');

  named(command('plan', 'what would be built, and why; builds nothing'))
    .option('--from-log <file>', 'suggest rollups by what the questions of a query log cost')
    .option('--at-most <count>', 'rollups that are suggested', readCount, 5)
    .action(async (names: string[], flags: Flags & { readonly fromLog?: string; readonly atMost: number }) =>
      ends(
        await told(
          surroundings,
          () =>
            flags.fromLog === undefined
              ? run(names, flags, surroundings, plan)
              : suggest(flags.fromLog, flags, surroundings),
          EXIT.problems,
        ),
      ),
    );
  named(command('build', 'builds what is due, partition by partition'))
    .option('--whole', 'build all partitions anew, whatever is there', false)
    .option('--take-over', 'build although another build is said to be under way', false)
    .action(async (names: string[], flags: BuildFlags) =>
      ends(await told(surroundings, () => run(names, flags, surroundings, build), EXIT.problems)),
    );
  named(command('status', 'what is built: rows, size, watermark, and whether it is current')).action(
    async (names: string[], flags: Flags) =>
      ends(await told(surroundings, () => run(names, flags, surroundings, status), EXIT.problems)),
  );
  group.addHelpText(
    'after',
    `
  grainline rollups plan
  grainline rollups build plays.daily
  grainline rollups plan --from-log queries.jsonl

Until a build is whole, and where it ends on its way, answers are read from the one before. Exits with 0; with 1 where
something could not be built, or status finds a rollup that does not answer; with 2 where it could not run.`,
  );
};

interface Flags {
  readonly json: boolean;
}

interface BuildFlags extends Flags {
  readonly whole: boolean;
  readonly takeOver: boolean;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Expected a count from 1 on.');
  return count;
}

interface Work<F> extends OpenProject {
  readonly holdings: readonly Holding[];
  readonly store: RollupStore;
  readonly flags: F;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
}

type Does<F> = (work: Work<F>, engine: Parameters<Parameters<typeof withEngine>[1]>[0]) => Promise<number>;

async function run<F extends Flags>(
  names: readonly string[],
  flags: F,
  surroundings: Surroundings,
  does: Does<F>,
): Promise<number> {
  const project = openProject({ ...(flags as object) }, surroundings);
  const asked = chosen(rollupsOf(project.model), names);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const store = await openStore(project.model, project.configuration.engine);
  try {
    const holdings = asked.map((rollup) => holdingOf(project.model, rollup, store.sketches));
    return await withEngine(project.configuration, (engine) =>
      does({ ...project, holdings, store, flags, surroundings, signal: stop.signal }, engine),
    );
  } finally {
    await store.close();
  }
}

const plan: Does<Flags> = async ({ holdings, store, flags, surroundings, signal }, engine) => {
  const seen = await looked(holdings, engine, store, signal);
  surroundings.out(flags.json ? `${JSON.stringify(seen.map(planned), null, 2)}\n` : planText(seen));
  return EXIT.ok;
};

const status: Does<Flags> = async ({ holdings, store, flags, surroundings, signal }, engine) => {
  const seen = await looked(holdings, engine, store, signal);
  surroundings.out(flags.json ? `${JSON.stringify(seen.map(planned), null, 2)}\n` : statusText(seen));
  return seen.some(({ due }) => UNUSABLE.has(due.reason)) ? EXIT.problems : EXIT.ok;
};

const UNUSABLE: ReadonlySet<string> = new Set(['NOT_BUILT', 'DEFINITION_CHANGED', 'TABLE_GONE', 'TABLE_CHANGED']);

const build: Does<BuildFlags> = async ({ holdings, store, flags, surroundings, signal }, engine) => {
  const { out, err } = surroundings;
  const told: object[] = [];
  let failed = false;
  for (const holding of holdings) {
    const began = performance.now();
    const { whole, takeOver } = flags;
    const onStep = progressOn({ isTTY: process.stderr.isTTY, write: err });
    try {
      const built = await buildRollup(holding, engine, store, signal, { whole, takeOver, onStep });
      told.push(builtJson(holding, built));
      if (!flags.json) out(builtText(holding, built, performance.now() - began));
    } catch (error) {
      if (!(error instanceof ProblemError) || signal.aborted) throw error;
      failed = true;
      const [problem] = error.problems;
      told.push({ name: holding.name, failed: { code: problem?.code, message: problem?.message } });
      err(`${surroundings.ink.err.careful(problem?.code ?? '')} ${holding.name}: ${problem?.message}\n`);
    }
  }
  if (flags.json) out(`${JSON.stringify(told, null, 2)}\n`);
  return failed ? EXIT.problems : EXIT.ok;
};

const builtJson = ({ name }: Holding, { due, state, made }: Built): object => ({
  name,
  reason: due.reason,
  says: due.says,
  built: state !== null,
  partitions: made,
  rows: state?.rows ?? null,
  bytes: state?.bytes ?? null,
});

function builtText({ name }: Holding, { due, state, made }: Built, milliseconds: number): string {
  if (state === null) return `${name}: ${due.says} Nothing is built.\n`;
  const kept = state.partitions.length - made.length;
  const beside = kept === 0 ? '' : `, ${kept} taken over`;
  return `${name}: ${due.says} Built ${made.length} ${made.length === 1 ? 'partition' : 'partitions'}${beside}, ${state.rows.toLocaleString('en')} rows, in ${(milliseconds / 1000).toFixed(1)} s.\n`;
}
