import { type Command, Option } from 'commander';
import { type Declare, projectFlags, told } from '../command.js';
import { EXIT } from '../exit.js';
import { type DatasetFlags, newDataset } from '../new/new-dataset.js';
import { type MetricFlags, newMetric } from '../new/new-metric.js';

const ENDS =
  '\nNothing that is there is overwritten, and nothing is written that would not compile. Exits with 0, with 1 where it would not, or\nwhere the name is taken, with 2 where it could not run.';

/** Writes a definition that is not there yet. */
export const newThing: Declare = (program, surroundings, ends) => {
  const command = program.command('new').description('writes a new metric or dataset, and checks it');
  const common = (made: Command): Command =>
    made
      .option('--description <text>', 'what people read beside the number')
      .option('--owner <team>', 'who answers for it')
      .option('--dry-run', 'show what would be written, and write nothing', false)
      .option('--json', 'one JSON object: {file, written, patch, problems}', false);
  common(
    projectFlags(command.command('metric'), ['metrics'])
      .description('adds a metric to the file of its dataset')
      .argument('<name>', 'its name, such as orders_per_member')
      .option('--dataset <name>', 'the dataset that it lives in; not needed where there is but one')
      .option('--expression <sql>', 'an aggregate over rows, or other metrics', 'COUNT(*)')
      .option('--where <condition>', 'the rows that count')
      .option('--label <text>', 'its name for people')
      .option('--unit <unit>', 'USD, hours, …')
      .option('--format <format>', 'percent, "$,.2f", …'),
  )
    .addHelpText('after', `\n  grainline new metric paid_orders --dataset orders --where "status = 'paid'"\n${ENDS}`)
    .action(async (name: string, flags: MetricFlags) =>
      ends(await told(surroundings, async () => newMetric(name, flags, surroundings), EXIT.problems)),
    );
  common(
    projectFlags(command.command('dataset'))
      .description('writes a file with a dataset')
      .argument('<name>', 'its name, such as orders')
      .option('--table <table>', 'the table that holds its rows; the one of its name unless said')
      .addOption(
        new Option(
          '--from-table <table>',
          'ask the engine for the columns of this table, and propose the rest',
        ).conflicts(['table', 'columns']),
      )
      .option('--columns <list>', 'name:type, …')
      .option('--key <list>', 'the columns that tell rows apart')
      .option('--time <column>', 'the time that metrics are reported by')
      .option('--file <path>', 'where it is written, in the folder of the definitions; NAME.yaml unless said'),
  )
    .addHelpText(
      'after',
      `
  grainline new dataset orders --columns "order_id:bigint, ordered_at:timestamp" --key order_id --time ordered_at
  grainline new dataset orders --from-table shop.orders
${ENDS}`,
    )
    .action(async (name: string, flags: DatasetFlags) =>
      ends(await told(surroundings, () => newDataset(name, flags, surroundings), EXIT.problems)),
    );
};
