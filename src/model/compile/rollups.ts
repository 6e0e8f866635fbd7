import type { DatasetDefinition, RollupDefinition } from '../../definitions/definitions.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { isSamePlace, type Located, type Problem } from '../../problems/problem.js';
import { isCalendarGrain } from '../../time/grain.js';
import type { Span } from '../../time/span.js';
import { isTimeZone } from '../../time/zone.js';
import { metricNamed } from '../aliases.js';
import { type CalendarSpan, type Dataset, METRIC_TIME, type Model, type Rollup } from '../model.js';
import { findPath, isProblem } from '../path.js';
import type { Problems } from '../problems.js';
import { checkName } from './aliases.js';

/** The dataset with its rollups, null where it has none. They speak of metrics and paths, so they come once these are known. */
export function compileRollups(
  model: Model,
  definition: DatasetDefinition,
  today: string,
  problems: Problems,
): Dataset | null {
  const dataset = model.datasets.get(definition.name.value);
  if (dataset === undefined || !isSamePlace(dataset.at, definition.name.at) || definition.rollups.length === 0)
    return null;
  const rollups = new Map<string, Rollup>();
  for (const rollup of definition.rollups)
    if (problems.firstOf('rollup', rollup.name, rollups.get(rollup.name.value)?.at))
      rollups.set(rollup.name.value, compileRollup(model, dataset, rollup, today, problems));
  return { ...dataset, rollups };
}

/** What is wrong with it is left out and reported. */
function compileRollup(
  model: Model,
  dataset: Dataset,
  definition: RollupDefinition,
  today: string,
  problems: Problems,
): Rollup {
  const name = definition.name.value;
  const sound = <T>(all: readonly Located<T>[], problemOf: (each: Located<T>) => Problem | undefined): readonly T[] =>
    all.flatMap((each) => {
      const problem = problemOf(each);
      if (problem !== undefined) problems.add({ ...problem, at: each.at });
      return problem === undefined ? [each.value] : [];
    });
  const span = (of: Located<Span> | undefined): CalendarSpan | null => {
    if (of === undefined) return null;
    const { count, grain } = of.value;
    if (isCalendarGrain(grain)) return { count, grain };
    problems.add(custom(name, of));
    return null;
  };
  return {
    name,
    dataset: dataset.name,
    description: definition.description ?? null,
    metrics: metricsOf(model, definition, today, problems),
    dimensions: sound(definition.dimensions, ({ value }) => pathProblem(model, dataset, name, value)),
    grain: definition.grain?.value ?? null,
    zone: sound(definition.zone ? [definition.zone] : [], zoneProblem)[0] ?? 'UTC',
    segments: sound(definition.segments, ({ value }) => segmentProblem(dataset, value)),
    partition: definition.partition?.value ?? null,
    every: span(definition.every),
    late: span(definition.late),
    maxStaleness: span(definition.maxStaleness),
    lag: definition.lag?.value ?? 'not_at_all',
    at: definition.name.at,
  };
}

function metricsOf(
  model: Model,
  { name, metrics }: RollupDefinition,
  today: string,
  problems: Problems,
): readonly string[] {
  return metrics.flatMap((metric) => {
    const found = metricNamed(model, metric.value);
    if (found !== undefined) {
      checkName(found, metric, today, problems);
      return [found.name];
    }
    if (!model.refused.has(model.aliases.get(metric.value) ?? metric.value))
      problems.add({
        code: 'UNKNOWN_METRIC',
        at: metric.at,
        message: `Rollup "${name.value}" names the metric "${metric.value}", which is not defined.`,
        hint: didYouMean(metric.value, model.metrics.keys()),
      });
    return [];
  });
}

function pathProblem(model: Model, dataset: Dataset, rollup: string, text: string): Problem | undefined {
  if (text === METRIC_TIME)
    return {
      code: 'INVALID_DEFINITION',
      message: `Rollup "${rollup}" has metric_time by its grain:.`,
      hint: 'Say grain: day in its place.',
    };
  const found = findPath(model, dataset.name, text);
  return isProblem(found) ? found : undefined;
}

const zoneProblem = ({ value }: Located<string>): Problem | undefined =>
  isTimeZone(value)
    ? undefined
    : {
        code: 'UNKNOWN_TIME_ZONE',
        message: `There is no time zone "${value}".`,
        hint: 'Use an IANA name such as Europe/Paris.',
      };

const segmentProblem = ({ name, segments }: Dataset, segment: string): Problem | undefined =>
  segments.has(segment)
    ? undefined
    : {
        code: 'UNKNOWN_SEGMENT',
        message: `"${name}" has no segment "${segment}".`,
        hint: didYouMean(segment, segments.keys()) ?? `It has: ${listNames(segments.keys())}.`,
      };

const custom = (rollup: string, { value, at }: Located<Span>): Problem => ({
  code: 'TYPE_MISMATCH',
  at,
  message: `Rollup "${rollup}" is refreshed by the clock, and "${value.grain}" is no grain of the calendar.`,
  hint: 'Write hours, days or weeks.',
});
