import { parseArgs } from 'node:util';
import { didYouMean } from '../../problems/did-you-mean.js';
import { ProblemError } from '../../problems/problem.js';
import { OVERRIDES } from './settings.js';

export interface CommandLine {
  readonly project?: string | undefined;
  readonly dev: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** Flag name to value, for those that set a value of the project file. */
  readonly values: ReadonlyMap<string, string>;
}

const SWITCHES = ['dev', 'help', 'version'] as const;
const VALUES = ['project', ...OVERRIDES.flatMap(({ flag }) => flag ?? [])];

const options = {
  ...Object.fromEntries(VALUES.map((name) => [name, { type: 'string' as const }])),
  ...Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const }])),
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'v' },
};

/** @throws INVALID_CONFIGURATION, with the likely flag */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw invalid(`"${token.value}" is not expected here.`, 'A project is named by --project DIR.');
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if ((SWITCHES as readonly string[]).includes(name)) {
      if (value !== undefined) throw invalid(`${rawName} takes no value.`);
      switches.add(name);
    } else if (!VALUES.includes(name)) {
      throw invalid(
        `There is no flag ${rawName}.`,
        didYouMean(
          rawName,
          [...VALUES, ...SWITCHES].map((known) => `--${known}`),
        ) ?? '--help lists them.',
      );
    } else if (value === undefined || value === '') throw invalid(`${rawName} needs a value.`);
    else values.set(name, value);
  }
  const project = values.get('project');
  values.delete('project');
  return { project, dev: switches.has('dev'), help: switches.has('help'), version: switches.has('version'), values };
}

const invalid = (message: string, hint?: string) =>
  new ProblemError([{ code: 'INVALID_CONFIGURATION', message, hint }]);

export function helpText(): string {
  const flags = [
    ['--project DIR', 'the project folder (GRAINLINE_PROJECT); the current one unless said'],
    ...OVERRIDES.map(({ flag, environment, means }) =>
      flag ? [`--${flag} ${flag.toUpperCase()}`, `${means} (${environment})`] : [environment, means],
    ),
    ['--dev', 'follow the definitions: a change is live within a second'],
    ['--version', 'print the version'],
    ['--help', 'print this'],
  ] as const;
  const width = Math.max(...flags.map(([flag]) => flag.length)) + 2;
  return [
    'Serves the metrics of a project over GraphQL.',
    '',
    'Usage: npm start -- [flags]',
    '',
    ...flags.map(([flag, means]) => `  ${flag.padEnd(width)}${means}`),
    '',
    'All settings live in grainline.yaml; the environment comes before it, and flags before both.',
    '',
  ].join('\n');
}
