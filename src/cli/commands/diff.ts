import { Option } from 'commander';
import { printProblems } from '../../problems/print.js';
import { heaviest, type Review } from '../../review/change.js';
import { review } from '../../review/review.js';
import { spineUnits } from '../../server/spine-units.js';
import { readCount } from '../ask/ask-flags.js';
import { withEngine } from '../ask/project.js';
import { type Declare, projectFlags, told } from '../command.js';
import { asksFor } from '../diff/asks.js';
import { jsonReport } from '../diff/formats/json.js';
import { markdownReport } from '../diff/formats/markdown.js';
import { sarifReport } from '../diff/formats/sarif.js';
import { textReport } from '../diff/formats/text.js';
import { prefixOf } from '../diff/git.js';
import { compareNumbers } from '../diff/numbers.js';
import { configurationFor, type OpenSide, openSide } from '../diff/open-side.js';
import type { Numbers, Report } from '../diff/report.js';
import { compareSql } from '../diff/statements.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

const FORMATS = { text: textReport, markdown: markdownReport, json: jsonReport, sarif: sarifReport } as const;
const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** What changed between two states of the definitions, whom it touches, and the numbers before and after. */
export const diff: Declare = (program, surroundings, ends) => {
  const command = program
    .command('diff')
    .description('what changed between two states of the definitions, and the numbers before and after')
    .argument('<base>', 'a git ref of the project’s repository, or the folder of a project')
    .argument('[head]', 'another one; the project as it lies there unless said');
  projectFlags(command, ['data', 'engine'])
    .addOption(new Option('-f, --format <name>', 'how it is told').choices(Object.keys(FORMATS)).default('text'))
    .option('--json', 'short for --format json', false)
    .option('--sql', 'also the SQL of each metric whose numbers change, before and after', false)
    .option('--no-numbers', 'ask no engine: say what changed, not by how much')
    .addOption(new Option('--grain <name>', 'the periods that are compared').choices(GRAINS).default('month'))
    .addOption(
      new Option('--metrics-at-most <count>', 'metrics whose numbers are asked').default(50).argParser(readCount),
    )
    .addOption(
      new Option('--fail-on <class>', 'from which class on the exit code says so')
        .choices(['breaking', 'numbers', 'never'])
        .default('numbers'),
    )
    .addHelpText(
      'after',
      `
  grainline diff origin/main                  the working tree against a branch
  grainline diff v1.4 v1.5 --no-numbers       two tags
  grainline diff before/ after/ --sql         two folders

Exits with 0 where numbers stay, 3 where numbers change, 4 where something breaks, 1 where HEAD has problems, 2 where it
could not run.`,
    )
    .action(async (base: string, head: string | undefined, flags: Flags) =>
      ends(await told(surroundings, () => run(base, head, flags, surroundings))),
    );
};

interface Flags {
  readonly project?: string | undefined;
  readonly format: keyof typeof FORMATS;
  readonly json: boolean;
  readonly sql: boolean;
  readonly numbers: boolean;
  readonly grain: (typeof GRAINS)[number];
  readonly metricsAtMost: number;
  readonly failOn: 'breaking' | 'numbers' | 'never';
}

async function run(base: string, head: string | undefined, flags: Flags, surroundings: Surroundings): Promise<number> {
  const [before, after] = [openSide(base, { ...flags }, surroundings), openSide(head, { ...flags }, surroundings)];
  if (before.problems.length > 0)
    surroundings.err(`${printProblems(before.problems, before.textOf, surroundings.ink.err)}\n`);
  if (after.problems.length > 0) {
    surroundings.err(`${printProblems(after.problems, after.textOf, surroundings.ink.err)}\n`);
    return EXIT.problems;
  }
  const found = review(before, after);
  const configuration = configurationFor(head, { ...flags }, surroundings);
  const report: Report = {
    base: before,
    head: after,
    changes: found.changes,
    numbers: flags.numbers ? await numbersOf(before, after, found, flags, configuration) : null,
    sql: flags.sql ? compareSql(before.model, after.model, found.moved, flags.grain, configuration.engine.kind) : null,
    prefix: prefixOf(configuration.project),
  };
  surroundings.out(FORMATS[flags.json ? 'json' : flags.format](report, surroundings.ink.out));
  return exitFor(found, flags.failOn);
}

/** No engine is opened where no number is asked for. */
async function numbersOf(
  before: OpenSide,
  after: OpenSide,
  found: Review,
  { grain, metricsAtMost }: Flags,
  configuration: OpenSide['configuration'],
): Promise<Numbers> {
  const all = asksFor(after.model, found);
  const [asks, beyond] = [all.slice(0, metricsAtMost), all.slice(metricsAtMost)];
  const notAsked = beyond.map(({ metric }) => metric);
  if (asks.length === 0) return { grain, metrics: [], notAsked };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const metrics = await withEngine(configuration, async (engine) => {
    const [was, is] = [await spineUnits(before.model, engine)(), await spineUnits(after.model, engine)()];
    return compareNumbers({ before: was, after: is, engine, grain, signal: stop.signal }, asks);
  });
  return { grain, metrics, notAsked };
}

function exitFor({ changes }: Review, failOn: Flags['failOn']): number {
  const worst = heaviest(changes);
  if (worst === 'breaking' && failOn !== 'never') return EXIT.breaking;
  return worst === 'numbers' && failOn === 'numbers' ? EXIT.numbers : EXIT.ok;
}
