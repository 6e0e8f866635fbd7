import { openEngine } from '../engine/open-engine.js';
import { printProblems, problemJson } from '../problems/print.js';
import { errorsIn, type Problem, ProblemError } from '../problems/problem.js';
import { checkData, type DataCheck } from '../proofs/check-data.js';
import type { RowsLeftOut } from '../result/explanation.js';
import { type CompiledProject, compileProject } from '../server/compile.js';
import { readCommandLine } from '../server/configuration/command-line.js';
import type { Configuration } from '../server/configuration/configuration.js';
import { readConfiguration } from '../server/configuration/read-configuration.js';
import { textOnDisk } from './text-on-disk.js';

/** Where a command writes, and what it finds around it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that the command was called in. */
  readonly folder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** 0: no problem (warnings aside); 1: problems; 2: the check could not run. */
export type CheckExit = 0 | 1 | 2;

export const CHECK_HELP = `Checks the definitions of a project, and on demand its data.

Usage: grainline check [--engine [duckdb|trino]] [--json] [--project DIR] [--metrics DIR] [--data DIR]

  --engine   asks the engine too: tables and columns are there with their types, keys are unique,
             spines have each day; and which rows have no partner over a link
  --json     one JSON object on stdout: {problems, links, provenKeys}

Exits with 0 where there is no problem (warnings aside), 1 where there is one, 2 where the check could not run.
`;

export async function check(
  args: readonly string[],
  { environment, folder, out, err }: Surroundings,
): Promise<CheckExit> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    out(CHECK_HELP);
    return 0;
  }
  try {
    const { asksEngine, isJson, rest } = readFlags(args);
    const configuration = readConfiguration(readCommandLine(rest), environment, folder);
    const { project, metrics, sqlDatasets, engine } = configuration;
    const compiled = compileProject(project, metrics, { sqlDatasets, engine });
    const data = asksEngine ? await askEngine(configuration, compiled) : null;
    const problems = [...compiled.problems, ...(data?.problems ?? [])];
    out(isJson ? jsonOf(problems, data) : textOf(problems, data, compiled));
    return errorsIn(problems).length > 0 ? 1 : 0;
  } catch (error) {
    err(
      `${error instanceof ProblemError ? printProblems(error.problems, textOnDisk) : `The check could not run: ${(error as Error).stack ?? String(error)}`}\n`,
    );
    return 2;
  }
}

/** `--engine` stands alone, or before the name of an engine. */
function readFlags(args: readonly string[]): {
  readonly asksEngine: boolean;
  readonly isJson: boolean;
  readonly rest: readonly string[];
} {
  const rest: string[] = [];
  for (const [index, arg] of args.entries()) {
    const isAlone = arg === '--engine' && (args[index + 1] ?? '-').startsWith('-');
    if (arg !== '--json' && !isAlone) rest.push(arg);
  }
  return { asksEngine: args.some((arg) => /^--engine(=|$)/.test(arg)), isJson: args.includes('--json'), rest };
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
  `${JSON.stringify({ problems: problems.map(problemJson), ...(data && { links: data.links, provenKeys: data.provenKeys }) }, null, 2)}\n`;

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
    data ? `${data.provenKeys} ${data.provenKeys === 1 ? 'key is' : 'keys are'} unique in the data.` : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

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
