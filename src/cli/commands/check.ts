import { openEngine } from '../../engine/open-engine.js';
import { printProblems, problemJson } from '../../problems/print.js';
import { errorsIn, type Problem } from '../../problems/problem.js';
import { checkData, type DataCheck } from '../../proofs/check-data.js';
import type { RowsLeftOut } from '../../result/explanation.js';
import { type CompiledProject, compileProject } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
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
    .option('--json', 'one JSON object: {problems, links, provenKeys, provenPartitions}', false)
    .addHelpText(
      'after',
      '\nExits with 0 where there is no problem (warnings aside), 1 where there is one, 2 where the check could not run.',
    )
    .action(async (flags: Flags) => ends(await told(surroundings, () => run(flags, surroundings))));
};

interface Flags {
  readonly engine?: string | true | undefined;
  readonly json: boolean;
}

async function run(flags: Flags, { environment, folder, out }: Surroundings): Promise<number> {
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const { project, metrics } = configuration;
  const compiled = compileProject(project, metrics, configuration);
  const data = flags.engine === undefined ? null : await askEngine(configuration, compiled);
  const problems = [...compiled.problems, ...(data?.problems ?? [])];
  out(flags.json ? jsonOf(problems, data) : textOf(problems, data, compiled));
  return errorsIn(problems).length > 0 ? EXIT.problems : EXIT.ok;
}

async function askEngine(
  { engine: settings }: Configuration,
  { model, definitions }: CompiledProject,
): Promise<DataCheck> {
  const engine = await openEngine(settings);
  try {
    return await checkData({ model, definitions, engine, signal: new AbortController().signal });
  } finally {
    await engine.close();
  }
}

const jsonOf = (problems: readonly Problem[], data: DataCheck | null): string =>
  `${JSON.stringify({ problems: problems.map(problemJson), ...(data && { links: data.links, provenKeys: data.provenKeys, provenPartitions: data.provenPartitions }) }, null, 2)}\n`;

function textOf(
  problems: readonly Problem[],
  data: DataCheck | null,
  { model, textOf: text }: CompiledProject,
): string {
  const parts = [
    problems.length > 0
      ? printProblems(problems, text)
      : `No problems in ${counted(model.datasets.size, 'dataset')}, ${counted(model.metrics.size, 'metric')} and ${counted(model.views.size, 'view')}.`,
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
