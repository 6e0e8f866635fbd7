import { relative } from 'node:path';
import type { Ink } from '../../problems/ink.js';
import { printProblems, problemJson } from '../../problems/print.js';
import { errorsIn, type Problem, refuse } from '../../problems/problem.js';
import type { DataCheck } from '../../proofs/check-data.js';
import type { RowsLeftOut } from '../../result/explanation.js';
import { type CompiledProject, keepingCompiler } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { watchDefinitions } from '../../server/watch-definitions.js';
import { commandLineOf, type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

/** All problems of the definitions, and on demand of the data below them. */
export const check: Declare = (program, surroundings, ends) => {
  projectFlags(program.command('check'), ['metrics', 'dbt', 'data'])
    .description('checks the definitions of a project, and on demand its data')
    .option(
      '--engine [kind]',
      'ask the engine too: tables and columns are there with their types, rows lie in the partitions that follow from their times, keys are unique, spines have each day; and which rows have no partner over a link',
    )
    .option('--watch', 'go on, and check again whenever a definition changes', false)
    .option(
      '--json',
      'one JSON object: {problems, links, provenKeys, provenPartitions}; with --watch one on each line',
      false,
    )
    .addHelpText(
      'after',
      '\nExits with 0 where there is no problem (warnings aside), 1 where there is one, 2 where the check could not run.',
    )
    .action(async (flags: Flags) => ends(await told(surroundings, () => run(flags, surroundings))));
};

interface Flags {
  readonly engine?: string | true | undefined;
  readonly watch: boolean;
  readonly json: boolean;
}

async function run(flags: Flags, surroundings: Surroundings): Promise<number> {
  if (flags.watch && flags.engine !== undefined)
    refuse({ code: 'INVALID_VALUE', path: '--watch', message: 'What is watched are definitions, without an engine.' });
  const configuration = readConfiguration(commandLineOf({ ...flags }), surroundings.environment, surroundings.folder);
  const { project, metrics } = configuration;
  const compile = keepingCompiler(project, metrics, configuration);
  const look = async (): Promise<number> => {
    const compiled = compile();
    const data = flags.engine === undefined ? null : await askEngine(configuration, compiled);
    const problems = [...compiled.problems, ...(data?.problems ?? [])];
    surroundings.out(
      flags.json
        ? jsonOf(problems, data, flags.watch ? undefined : 2)
        : textOf(problems, data, compiled, surroundings.ink.out),
    );
    return errorsIn(problems).length > 0 ? EXIT.problems : EXIT.ok;
  };
  return flags.watch ? lookAgain(look, configuration, surroundings) : look();
}

/** Shorter than what a server waits: half a file that is shown for a moment does no harm here. */
const QUIET = 20;

/** Looks at each change until it is ended. @returns what the last look did */
async function lookAgain(
  look: () => Promise<number>,
  configuration: Configuration,
  { err, until, folder }: Surroundings,
): Promise<number> {
  let last = look();
  const stop = watchDefinitions(
    configuration,
    () => {
      last = last.then(async () => {
        const began = performance.now();
        const outcome = await look();
        err(`Checked in ${Math.round(performance.now() - began)} ms.\n`);
        return outcome;
      });
    },
    QUIET,
  );
  const followed = configuration.dbt ?? configuration.metrics;
  err(`Watching ${relative(folder, followed) || followed}.\n`);
  await new Promise((resolve) => until?.addEventListener('abort', resolve));
  stop();
  return last;
}

async function askEngine(
  { engine: settings }: Configuration,
  { model, definitions }: CompiledProject,
): Promise<DataCheck> {
  const [{ openEngine }, { checkData }] = await Promise.all([
    import('../../engine/open-engine.js'),
    import('../../proofs/check-data.js'),
  ]);
  const engine = await openEngine(settings);
  try {
    return await checkData({ model, definitions, engine, signal: new AbortController().signal });
  } finally {
    await engine.close();
  }
}

const jsonOf = (problems: readonly Problem[], data: DataCheck | null, indent: number | undefined): string =>
  `${JSON.stringify({ problems: problems.map(problemJson), ...(data && { links: data.links, provenKeys: data.provenKeys, provenPartitions: data.provenPartitions }) }, null, indent)}\n`;

function textOf(
  problems: readonly Problem[],
  data: DataCheck | null,
  { model, textOf: text }: CompiledProject,
  ink: Ink,
): string {
  const parts = [
    problems.length > 0
      ? printProblems(problems, text, ink)
      : `${ink.good('No problems')} in ${counted(model.datasets.size, 'dataset')}, ${counted(model.metrics.size, 'metric')} and ${counted(model.views.size, 'view')}.`,
    data && data.links.length > 0 ? linksText(data.links) : '',
    data && data.provenPartitions > 0 ? partitionsText(data.provenPartitions) : '',
    data ? `${data.provenKeys} ${data.provenKeys === 1 ? 'key is' : 'keys are'} unique in the data.` : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const partitionsText = (count: number): string =>
  count === 1
    ? '1 partition column follows from its time in every row.'
    : `${count} partition columns follow from their times in every row.`;

/** Links without a partner for some row; those that reach one for every row are only counted. */
function linksText(links: readonly RowsLeftOut[]): string {
  const partial = links.filter(({ nullKeys, danglingKeys }) => nullKeys + danglingKeys > 0);
  const lines = partial.map(({ dataset, way, rows, nullKeys, danglingKeys }) => {
    const share = (count: number): string => `${count} of ${rows} (${percent(count / rows)})`;
    const kinds = [
      nullKeys > 0 ? `${share(nullKeys)} have no key` : '',
      danglingKeys > 0 ? `${share(danglingKeys)} have a key without a row` : '',
    ];
    return `  ${dataset}.${way}: ${kinds.filter(Boolean).join('; ')}`;
  });
  const whole = links.length - partial.length;
  if (partial.length === 0) return `Each of ${counted(links.length, 'link')} reaches a partner for every row.`;
  return [
    `Rows without a partner, over ${counted(links.length, 'link')} (${whole} reach one for every row):`,
    ...lines,
  ].join('\n');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const percent = (share: number): string => (share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`);
