import { basename, join, resolve } from 'node:path';
import { siteOf } from '../../site/site-of.js';
import { openProject } from '../ask/project.js';
import { type Declare, projectFlags, told } from '../command.js';
import { changesIn } from '../docs/changes.js';
import { testsByMetric } from '../docs/tests-by-metric.js';
import { askTrends } from '../docs/trends.js';
import { minisearchFile, writeSite } from '../docs/write-site.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

/** The catalogue as a folder of pages. */
export const docs: Declare = (program, surroundings, ends) => {
  projectFlags(program.command('docs').description('writes the catalogue as a static site'))
    .option('-o, --out <dir>', 'the folder of the site', 'site')
    .option('--title <text>', 'the name above each page; that of the project’s folder unless said')
    .option('--numbers', 'also ask the engine for the last months of each metric', false)
    .option('--as-of <instant>', 'with --numbers: the moment that stands for now')
    .option('--no-changes', 'leave out the commits that definitions come from')
    .addHelpText(
      'after',
      `
  grainline docs --out public
  grainline docs --numbers --as-of 2026-01-01T00:00:00Z

The pages need no server: open index.html. Without --numbers the same definitions give the same bytes.
Exits with 0, or with 2 where the site could not be written.`,
    )
    .action(async (flags: Flags) => ends(await told(surroundings, () => run(flags, surroundings))));
};

interface Flags {
  readonly out: string;
  readonly title?: string | undefined;
  readonly numbers: boolean;
  readonly asOf?: string | undefined;
  readonly changes: boolean;
}

async function run(flags: Flags, surroundings: Surroundings): Promise<number> {
  const { out, err, folder: calledIn } = surroundings;
  const { model, definitions, configuration, textOf } = openProject({ ...flags }, surroundings);
  const { project } = configuration;
  const trends = flags.numbers
    ? await askTrends({ model, configuration }, flags.asOf, (metric, problem) =>
        err(`${metric} has no numbers: ${problem?.code} ${problem?.message}\n`),
      )
    : new Map();
  const files = siteOf({
    model,
    title: flags.title ?? basename(resolve(project)),
    textOf,
    testsOf: testsByMetric(configuration, definitions),
    changesOf: flags.changes ? changesIn(project) : () => [],
    trends,
  });
  const folder = resolve(calledIn, flags.out);
  writeSite(folder, [...files, minisearchFile()]);
  out(
    `${model.metrics.size} metrics, ${model.views.size} views, ${model.datasets.size} datasets: ${join(flags.out, 'index.html')}\n`,
  );
  return EXIT.ok;
}
