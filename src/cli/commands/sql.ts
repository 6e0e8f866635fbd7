import { Option } from 'commander';
import type { Model } from '../../model/model.js';
import type { PlanNode } from '../../plan/plan.js';
import { planFor } from '../../plan/plan-for.js';
import { printPlan } from '../../plan/print-plan.js';
import { applyRules } from '../../plan/rules/rules.js';
import type { MetricRequest } from '../../request/metric-request.js';
import { readRequest } from '../../request/read-request.js';
import { warningsOf } from '../../result/warnings.js';
import { matchRollups } from '../../rollups/match.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { dialects } from '../../sql/dialects/dialects.js';
import { toSql } from '../../sql/to-sql.js';
import { type AskFlags, askFlags } from '../ask/ask-flags.js';
import { openProject, withEngine } from '../ask/project.js';
import { readQuestion } from '../ask/question.js';
import { builtRollups } from '../ask/rollups.js';
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
    .option('--rollups', 'as rollups that are built serve it now, and why each other one does not', false)
    .action(async (metrics: string[], flags: Flags) =>
      ends(await told(surroundings, () => run(metrics, flags, surroundings), EXIT.problems)),
    );
};

interface Flags extends AskFlags {
  readonly dialect?: 'duckdb' | 'trino' | undefined;
  readonly plan: boolean;
  readonly rollups: boolean;
}

async function run(metrics: readonly string[], flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model, configuration } = openProject({ ...flags }, surroundings);
  const input = readQuestion(schemaFor(model), metrics, flags, surroundings.folder);
  const request = readRequest(model, input, { now: new Date() }, '');
  for (const { code, message } of warningsOf(request))
    surroundings.err(`${surroundings.ink.err.careful(code)} ${message}\n`);
  const { root: plain, logical, columns } = planFor(model, request);
  const root = flags.rollups ? await servedRoot(model, configuration, request, logical, surroundings) : plain;
  const { text, parameters } = toSql(root, columns, dialects[flags.dialect ?? configuration.engine.kind]);
  const bound = parameters.map(({ value, type }, at) => `-- ${at + 1}: ${JSON.stringify(value)} (${type})\n`);
  surroundings.out(flags.plan ? `${printPlan(root)}\n` : `${text}\n${bound.join('')}`);
  return EXIT.ok;
}

/** The plan as it reads rollups now; what became of each is told beside it. */
async function servedRoot(
  model: Model,
  configuration: Configuration,
  { metrics }: MetricRequest,
  logical: PlanNode,
  { err }: Surroundings,
): Promise<PlanNode> {
  const { signal } = new AbortController();
  return withEngine(configuration, async (engine) => {
    const rollups = await builtRollups(model, configuration, engine, signal);
    if (rollups === undefined) return applyRules(logical, model);
    const { root, uses } = matchRollups(rollups, logical, {
      versionsOf: (tables) => engine.versionsOf(tables),
      now: new Date(),
      datasets: metrics.flatMap(({ datasets }) => datasets),
      forEverybody: true,
    });
    for (const { name, upTo, failed } of uses)
      err(
        `${name}: ${failed === null ? `serves${upTo === null ? '' : ` up to ${upTo}`}` : `${failed.rule} ${failed.message}`}\n`,
      );
    return applyRules(root, model);
  });
}
