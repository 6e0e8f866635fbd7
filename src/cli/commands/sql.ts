import { Option } from 'commander';
import { planFor } from '../../plan/plan-for.js';
import { printPlan } from '../../plan/print-plan.js';
import { readRequest } from '../../request/read-request.js';
import { warningsOf } from '../../result/warnings.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { dialects } from '../../sql/dialects/dialects.js';
import { toSql } from '../../sql/to-sql.js';
import { type AskFlags, askFlags } from '../ask/ask-flags.js';
import { openProject } from '../ask/project.js';
import { readQuestion } from '../ask/question.js';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

/** The statement that a question becomes, for either engine; nothing is run. */
export const sql: Declare = (program, surroundings, ends) => {
  const command = askFlags(program.command('sql')).description('prints the SQL of a question, and runs nothing');
  projectFlags(command)
    .addOption(
      new Option('--dialect <name>', 'the engine to print for; the project’s unless said').choices(['duckdb', 'trino']),
    )
    .option('--plan', 'print the plan in place of the SQL', false)
    .action(async (metrics: string[], flags: Flags) =>
      ends(await told(surroundings, () => run(metrics, flags, surroundings), EXIT.problems)),
    );
};

interface Flags extends AskFlags {
  readonly dialect?: 'duckdb' | 'trino' | undefined;
  readonly plan: boolean;
}

async function run(metrics: readonly string[], flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model, configuration } = openProject({ ...flags }, surroundings);
  const input = readQuestion(schemaFor(model), metrics, flags, surroundings.folder);
  const request = readRequest(model, input, { now: new Date() }, '');
  for (const { code, message } of warningsOf(request))
    surroundings.err(`${surroundings.ink.err.careful(code)} ${message}\n`);
  const { root, columns } = planFor(model, request);
  const { text, parameters } = toSql(root, columns, dialects[flags.dialect ?? configuration.engine.kind]);
  const bound = parameters.map(({ value, type }, at) => `-- ${at + 1}: ${JSON.stringify(value)} (${type})\n`);
  surroundings.out(flags.plan ? `${printPlan(root)}\n` : `${text}\n${bound.join('')}`);
  return EXIT.ok;
}
