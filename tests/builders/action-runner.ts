import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const readAction = (): Action => parse(readFileSync('action.yml', 'utf8')) as Action;

export interface Surroundings {
  /** The checkout that the action is used in. */
  readonly workspace: string;
  /** A folder for what the runner itself writes. */
  readonly temp: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The context `github`, over that of no pull request. */
  readonly github?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RanStep {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RanAction {
  readonly succeeded: boolean;
  /** By name; those that were left out are missing. */
  readonly steps: ReadonlyMap<string, RanStep>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the steps of action.yml as a runner does: expressions by GitHub's own evaluator, scripts by bash. */
export function runAction({ workspace, temp, inputs = {}, github = {}, environment = {} }: Surroundings): RanAction {
  const action = readAction();
  mkdirSync(temp, { recursive: true });
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary')];
  writeFileSync(summary, '');
  const outputsOf: Record<string, { outputs: Record<string, string> }> = {};
  const context = {
    github: { action_path: process.cwd(), repository: 'acme/shop', token: 'a-token', event: {}, ...github },
    inputs: {} as Record<string, string>,
    steps: outputsOf,
  };
  const filled = (text: string): string =>
    text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => evaluated(expression, context));
  for (const [name, input] of Object.entries(action.inputs))
    context.inputs[name] = inputs[name] ?? filled(input.default);

  const steps = new Map<string, RanStep>();
  let succeeded = true;
  for (const step of action.runs.steps) {
    const wanted = step.if === undefined ? succeeded : !['', 'false', '0'].includes(filled(step.if));
    if (!wanted) continue;
    writeFileSync(output, '');
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        ...ownEnvironment(),
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SERVER_URL: 'https://github.com',
        ...environment,
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value)])),
      },
    });
    steps.set(step.name, { code: status ?? -1, out: stdout, err: stderr });
    if (status !== 0) succeeded = false;
    const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean);
    const outputs = Object.fromEntries(lines.map((line) => [line.split('=')[0], line.replace(/^[^=]*=/, '')]));
    if (step.id !== undefined) outputsOf[step.id] = { outputs };
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value)] as const);
  return { succeeded, steps, outputs: Object.fromEntries(outputs), summary: readFileSync(summary, 'utf8') };
}

/** Without what npm and our own settings say: a runner knows neither. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GRAINLINE|INIT_CWD|npm_|NODE_)/.test(name)));

const CANCELLED = { name: 'cancelled', minArgs: 0, maxArgs: 0 };

function evaluated(expression: string, context: object): string {
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(context), [CANCELLED]).parse();
  const cancelled = { ...CANCELLED, call: () => new data.BooleanData(false) };
  return new Evaluator(tree, dataOf(context) as data.Dictionary, new Map([['cancelled', cancelled]]))
    .evaluate()
    .coerceString();
}

function dataOf(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (typeof value !== 'object' || value === null) return new data.Null();
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: dataOf(each) })));
}
