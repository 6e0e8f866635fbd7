import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { EngineName } from '../../src/engine/engine.js';
import { answerCase, type CaseAnswer } from './answer-case.js';
import { type OpenModel, openModel } from './open-model.js';
import type { Suite, SuiteModel } from './suite.js';

/**
 * `cases SUITE.json [--engine duckdb|trino]`: one JSON line for each case on stdout, everything else on stderr.
 * The Trino is that of GRAINLINE_TEST_TRINO.
 */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { engine: { type: 'string', default: 'duckdb' } },
  });
  const [file] = positionals;
  if (file === undefined) return fail('Usage: npm run --silent cases -- SUITE.json [--engine duckdb|trino]');
  const { engine } = values;
  if (engine !== 'duckdb' && engine !== 'trino') return fail(`There is no engine "${engine}": it is duckdb or trino.`);
  const suite = JSON.parse(readFileSync(file, 'utf8')) as Suite;
  for (const [name, model] of Object.entries(suite.models)) await answerModel(suite, name, model, engine);
}

/** Each case gets its line, also where its model cannot be opened. */
async function answerModel(suite: Suite, name: string, suiteModel: SuiteModel, engine: EngineName): Promise<void> {
  const opening = openModel(suiteModel, engine);
  const cases = suite.cases.filter((each) => each.model === name);
  for (const each of cases)
    print(await opening.then((model) => answerCase(model, each)).catch((error: unknown) => fault(each.id, error)));
  await opening.then((model) => close(name, model)).catch(() => {});
}

async function close(name: string, model: OpenModel): Promise<void> {
  for (const { code, message, at } of model.problems)
    process.stderr.write(`${name}: ${at ? `${at.file}:${at.line}:${at.column} ` : ''}${code} ${message}\n`);
  await model.close();
}

function fault(id: string, error: unknown): CaseAnswer {
  process.stderr.write(`${id}: ${error instanceof Error ? error.stack : String(error)}\n`);
  return { id, error: { code: 'INTERNAL_SERVER_ERROR', message: String(error) } };
}

const print = (answer: CaseAnswer): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

await main();
