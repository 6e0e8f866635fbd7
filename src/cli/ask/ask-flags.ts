import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AskedWords } from '../../question/asked-words.js';
import { type Span, spanOf, type Top, topOf } from '../../question/spans.js';

/** A question as the flags of a command say it. */
export interface AskFlags extends AskedWords {
  /** The whole question as JSON, or `@FILE`. */
  readonly input?: string | undefined;
}

/** Adds the words and flags of a question: metrics, then how they are grouped, filtered and ordered. */
export const askFlags = (command: Command): Command =>
  command
    .argument('[metrics...]', 'names of metrics')
    .option('-b, --by <path>', 'group by a path: device, metric_time:month, month=metric_time:month', listed, [])
    .option('-w, --where <condition>', 'keep rows: "member.country = \'BR\' AND minutes > 5"', listed, [])
    .option('--segment <name>', 'keep rows of a segment', listed, [])
    .option('--having <condition>', 'keep groups: "plays > 10"', listed, [])
    .option('--from <day>', 'the first day that is reported')
    .option('--through <day>', 'the last day that is reported')
    .addOption(new Option('--last <span>', 'the whole periods before now: "7 days"').argParser(readSpan))
    .option('--this <grain>', 'the period that now is in')
    .addOption(
      new Option('--compare <to>', 'the same metrics over another range beside each row').choices([
        'previous_period',
        'previous_year',
        'previous_year_weekday',
      ]),
    )
    .option('--time-zone <zone>', 'days and periods are those of this zone')
    .option('--as-of <instant>', 'the moment that stands for now')
    .option('--valid-at <day>', 'histories as of this day')
    .option('--fill <how>', 'each group in each period: empty, zero, …')
    .option('-o, --order <column>', 'plays, or plays:desc', listed, [])
    .addOption(new Option('-l, --limit <count>', 'rows at most').argParser(readCount))
    .addOption(new Option('--offset <count>', 'rows to leave out first').argParser(readCount))
    .addOption(
      new Option('--top <count:metric:column>', 'the largest values of a column, the others as one').argParser(readTop),
    )
    .option('--other <label>', 'what the others are shown as')
    .option('--dataset <name>', 'without metrics: whose values are listed')
    .option('--input <json>', 'the whole question as the API’s MetricQuery, in place of the flags; @FILE reads a file');

const listed = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** The value of a flag as a whole number. */
export function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

const readSpan = (text: string): Span => spanOf(text) ?? refused('Expected a span such as "7 days".');

const readTop = (text: string): Top =>
  topOf(text) ?? refused('Expected a number, a metric and a column, such as 5:plays:country.');

function refused(message: string): never {
  throw new InvalidArgumentError(message);
}
