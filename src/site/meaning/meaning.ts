import type { Filter, Input, Metric, MetricKind, Model, SimpleMetric } from '../../model/model.js';
import type { Span } from '../../time/span.js';
import { formulaWords } from './formula-words.js';
import { aggregateText, conditionText, valueText } from './scalar-words.js';
import { datasetNamed, listed, metricNamed, say, sentence, type Words } from './words.js';

/** What a metric means, in sentences made from its definition alone: the first says what it is, the others how it behaves. */
export const meaningOf = (model: Model, metric: Metric): readonly Words[] => [
  sentence(noun(model, metric)),
  ...behaviour(metric).map(sentence),
];

type Of<K extends MetricKind> = Extract<Metric, { kind: K }>;

/** A metric as a noun with its article, without its own conditions. */
const NOUNS: { readonly [K in MetricKind]: (metric: Of<K>, model: Model) => Words } = {
  simple: ({ value, dataset }) => {
    if (value.kind !== 'aggregate') return say`${formulaWords(value)}, over the rows of ${datasetNamed(dataset)}`;
    const [counted] = value.name === 'count' ? value.args : [];
    const of = say`the ${aggregateText(counted ? { ...value, args: [], where: undefined } : { ...value, where: undefined })} of ${datasetNamed(dataset)}`;
    const known = counted ? say`${of} with a known ${valueText(counted)}` : of;
    return value.where ? say`${known} where ${conditionText(value.where)}` : known;
  },

  ratio: ({ numerator, denominator }) => say`${inputWords(numerator)} divided by ${inputWords(denominator)}`,

  derived: ({ value, inputs }) =>
    formulaWords(value, (name) => {
      const input = inputs.get(name);
      return input ? inputWords(input) : [name];
    }),

  cumulative: ({ input, window }, model) => {
    const of = inline(model, input);
    switch (window.kind) {
      case 'trailing':
        return say`${of} in the ${spanText(window.span)} up to each period, the period included`;
      case 'leading':
        return say`${of} in the ${spanText(window.span)} after each period, the period not included`;
      case 'to_date':
        return say`${of} from the start of the ${unit(window.grain)} up to each period`;
      case 'all_time':
        return say`${of} of everything up to each period`;
    }
  },

  conversion: ({ base, conversion, entity, constant, window, calculation, counts, time }) => {
    const same = say`the same ${listed([entity, ...constant])}`;
    const within = window ? ` within ${spanText(window)}` : ' at any later time';
    const followed = say`by ${metricNamed(conversion)} of ${same}${within}`;
    if (calculation === 'time' && time)
      return say`${timeText(time)} from ${metricNamed(base)} to ${metricNamed(conversion)} of ${same}${window ? within : ''}, in ${time.unit}`;
    if (counts === 'bases')
      return calculation === 'rate'
        ? say`the part of ${metricNamed(base)} that is followed ${followed}`
        : say`the number of ${metricNamed(base)} that are followed ${followed}`;
    const following = say`the number of ${metricNamed(conversion)} that follow ${metricNamed(base)} of ${same}${within}`;
    return calculation === 'rate' ? say`${following}, divided by ${metricNamed(base)}` : following;
  },

  funnel: ({ steps, entity, constant, window, counts, step, from, calculation, time }) => {
    const named = steps.map(metricNamed);
    const who = counts === 'entities' ? `distinct ${entity}` : 'starts';
    const way = listed(named.slice(0, step + 1), 'and then');
    const within = window ? ` within ${spanText(window)}` : '';
    const same = constant.length > 0 ? say`, with ${listed(constant)} the same in each step` : [];
    const [first, last] = [named[from] ?? [], named[step] ?? []];
    if (calculation === 'time' && time)
      return say`${timeText(time)} from ${first} to ${last}, for ${who} that get from ${way}${within}${same}, in ${time.unit}`;
    if (step === 0) return say`the number of ${who} with ${way}`;
    const reached = say`${who} with ${way}${within}${same}`;
    return calculation === 'count'
      ? say`the number of ${reached}`
      : say`the number of ${reached}, divided by the number that got to ${first}`;
  },

  share: ({ input, within }, model) =>
    say`${inline(model, input)}, divided by the same ${within.length === 0 ? 'over all groups' : [`over all groups of ${within.join(', ')}`]}`,

  rank: ({ input, direction, ties }, model) =>
    say`the place of a group by ${inline(model, input)}, the ${direction === 'desc' ? 'largest' : 'smallest'} first; ${
      ties === 'dense'
        ? 'after equals comes the next place'
        : 'equals share a place, and the places after it stay empty'
    }`,

  multi_stage: ({ input, grain, aggregate }, model) =>
    say`the ${STAGES[aggregate] ?? aggregate} over ${grain === 'day' ? 'days' : `${unit(grain)}s`} of ${inline(model, input)}`,
};

const STAGES: Readonly<Record<string, string>> = {
  avg: 'average',
  sum: 'sum',
  min: 'smallest',
  max: 'largest',
  median: 'median',
  count: 'number of values',
  count_distinct: 'number of distinct values',
};

function noun(model: Model, metric: Metric): Words {
  const make = NOUNS[metric.kind] as (metric: Metric, model: Model) => Words;
  const where = filterWords(metric.where);
  return where.length === 0 ? make(metric, model) : say`${make(metric, model)}, where ${where}`;
}

/** An input in full where it is simple, with its name behind it; else its name. */
function inline(model: Model, name: string): Words {
  const metric = model.metrics.get(name);
  return metric?.kind === 'simple' ? say`${noun(model, metric)} (${metricNamed(name)})` : metricNamed(name);
}

function inputWords({ metric, where, offset, atStartOf }: Input): Words {
  const filter = filterWords(where);
  const shift = offset ? ` ${spanText(offset)} before` : atStartOf ? ` at the start of the ${unit(atStartOf)}` : '';
  return filter.length === 0
    ? say`${metricNamed(metric)}${shift}`
    : say`(${metricNamed(metric)}${shift} where ${filter})`;
}

/** One text where it is the same for each dataset, as it mostly is. */
function filterWords(filter: Filter | null): Words {
  if (filter === null) return [];
  const texts = [...filter].map(([dataset, condition]) => ({ dataset, text: conditionText(condition) }));
  if (new Set(texts.map(({ text }) => text)).size === 1) return [texts[0]?.text ?? ''];
  return listed(texts.map(({ dataset, text }) => say`${text} in ${datasetNamed(dataset)}`));
}

function behaviour(metric: Metric): readonly Words[] {
  if (metric.kind === 'simple') return ofSimple(metric);
  if (metric.kind === 'cumulative' && metric.window.kind !== 'all_time')
    return [
      say`a period that is longer than the window’s unit shows the ${metric.period === 'average' ? 'average' : `${metric.period} one`} of its values`,
    ];
  return [];
}

function ofSimple({ semiAdditive, empty, dense }: SimpleMetric): readonly Words[] {
  const sentences: Words[] = [];
  if (semiAdditive) {
    const { over, take, per, fillForward } = semiAdditive;
    const each = per.length > 0 ? `, for each ${per.join(' and ')} by itself` : '';
    sentences.push(
      take === 'average'
        ? say`it does not add up over time: a period shows the mean over its values of ${over}`
        : say`it does not add up over time: of a period only the rows at its ${take} ${over} count${each}`,
    );
    if (fillForward)
      sentences.push(
        say`where a period has none, the last value before stands for it${fillForward.days === null ? '' : `, for ${spanText({ count: fillForward.days, grain: 'day' })} at most`}`,
      );
  }
  sentences.push(empty === 0 ? say`where there are no rows, it is 0` : say`where there are no rows, it has no value`);
  if (dense) sentences.push(say`asked by time, each period is shown, also those without rows`);
  return sentences;
}

const unit = (grain: string): string => grain.replaceAll('_', ' ');
const spanText = ({ count, grain }: Span): string => `${count} ${unit(grain)}${count === 1 ? '' : 's'}`;

function timeText({ aggregate, fraction }: { readonly aggregate: string; readonly fraction: string | null }): string {
  if (fraction !== null) return `the time that ${Number(fraction) * 100}% stay below`;
  const words: Readonly<Record<string, string>> = { avg: 'mean', median: 'median', min: 'shortest', max: 'longest' };
  return `the ${words[aggregate] ?? aggregate} time`;
}
