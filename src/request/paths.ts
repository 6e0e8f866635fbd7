import type { DataType } from '../expressions/data-type.js';
import { METRIC_TIME, type Model } from '../model/model.js';
import { type DimensionPath, findPath, isProblem } from '../model/path.js';
import { listNames } from '../problems/did-you-mean.js';
import type { Problem } from '../problems/problem.js';
import { dimensionsOf } from './common-dimensions.js';
import type { PathByDataset } from './metric-request.js';
import type { TimedMetric } from './metric-time.js';
import type { DatasetPathInput } from './query-input.js';
import type { Reading } from './reading.js';
import { commonType } from './values.js';

/** The walks that make one dimension, and what they lead to. */
export interface Walks {
  readonly paths: PathByDataset;
  readonly isMetricTime: boolean;
  /** Types at the ends, each once; metric_time: those of the metrics' own times. */
  readonly types: readonly DataType[];
}

interface PathsInput {
  readonly path?: string | null | undefined;
  readonly paths?: readonly DatasetPathInput[] | null | undefined;
}

/** Walks a path, or one path for each dataset, from every dataset of the request; undefined after a problem was added. */
export function readPaths(
  reading: Reading,
  input: PathsInput,
  at: string,
  key: 'path' | 'per' = 'path',
): Walks | undefined {
  const texts = textByDataset(reading, input, at);
  if (texts === undefined) return undefined;
  const paths = new Map<string, DimensionPath>();
  const failed = new Map<string, Problem>();
  for (const [dataset, text] of texts) {
    const found = findPath(reading.model, dataset, text);
    if (isProblem(found)) failed.set(dataset, found);
    else paths.set(dataset, found);
  }
  const at1 = `${at}.${input.paths ? 'paths' : key}`;
  if (failed.size > 0) return reading.problems.add(unreachable(reading, failed, texts, at1));
  const [untimed] = [...paths.values()].flatMap((path) => untimedStep(reading, path, at1) ?? []);
  if (untimed) return reading.problems.add(untimed);
  return endsOf(reading, paths, at1);
}

function textByDataset(reading: Reading, input: PathsInput, at: string): Map<string, string> | undefined {
  const { problems, datasets, model } = reading;
  if ((input.path == null) === (input.paths == null))
    return problems.add({
      code: 'INVALID_REQUEST',
      message: input.path == null ? 'Neither path nor paths is given.' : 'Both path and paths are given.',
      path: at,
      hint: 'path is walked from every dataset asked; paths gives each dataset its own.',
    });
  if (input.path != null) return new Map(datasets.map((dataset) => [dataset, input.path as string]));
  const given = new Map<string, string>();
  for (const [index, { dataset, path }] of (input.paths ?? []).entries()) {
    if (!model.datasets.has(dataset) || given.has(dataset))
      return problems.add({
        code: 'INVALID_REQUEST',
        message: given.has(dataset) ? `"${dataset}" has two paths.` : `There is no dataset "${dataset}".`,
        path: `${at}.paths[${index}].dataset`,
        hint: `Datasets asked: ${listNames(datasets)}.`,
      });
    given.set(dataset, path);
  }
  const missing = datasets.filter((dataset) => !given.has(dataset));
  if (missing.length > 0)
    return problems.add({
      code: 'UNREACHABLE_DIMENSION',
      message: `paths says no way from ${listNames(missing.map((name) => `"${name}"`))}, which this request asks too.`,
      path: `${at}.paths`,
      hint: 'Give a path for each dataset, or ask the metrics apart.',
    });
  return new Map(datasets.map((dataset) => [dataset, given.get(dataset) as string]));
}

/** With one dataset (or where all fail) the first problem itself says it best; else who cannot follow is the news. */
function unreachable(reading: Reading, failed: Map<string, Problem>, texts: Map<string, string>, at: string): Problem {
  const [[dataset, problem]] = [...failed] as [[string, Problem]];
  if (failed.size === reading.datasets.length) return { ...problem, path: at };
  return {
    code: 'UNREACHABLE_DIMENSION',
    message: `"${texts.get(dataset)}" cannot be reached from "${dataset}", which this request asks too: ${problem.message}`,
    path: at,
    hint: `All of them have: ${listNames(commonTexts(reading.model, reading.datasets))}.`,
  };
}

/** Some dimension paths that every dataset has. */
const commonTexts = (model: Model, datasets: readonly string[]): string[] =>
  dimensionsOf(model, datasets, 2).map((dimension) => dimension.path);

/** A link that holds for a time is followed as of the metric's own time; a problem where it has none. */
export function untimedStep(
  { times, validAt }: Pick<Reading, 'times' | 'validAt'>,
  path: DimensionPath,
  at: string,
): Problem | undefined {
  const link = path.links.find(({ during }) => during?.asOf === 'event' && validAt === null);
  const without = times.find((time) => time.dataset === path.dataset && time.type === null);
  if (link === undefined || without === undefined) return undefined;
  return {
    code: 'NO_TIME',
    message: `"${path.text}" takes the link "${link.name}" as it held on the day of the row, but ${nameOf(without)} has no time.`,
    path: at,
    hint: 'Say time: in the dataset, give validAt, or ask without it.',
  };
}

function endsOf(reading: Reading, paths: Map<string, DimensionPath>, at: string): Walks | undefined {
  const { problems } = reading;
  const isTime = [...paths.values()].map((path) => path.dimension === null);
  if (isTime.includes(true) && isTime.includes(false))
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `${METRIC_TIME} is the time of every metric: it cannot stand beside other paths.`,
      path: at,
    });
  if (isTime.includes(true)) {
    const types = requireTimes(reading, at, METRIC_TIME);
    return types === undefined ? undefined : { paths, isMetricTime: true, types };
  }
  const types = [...new Set([...paths.values()].map((path) => path.type))];
  if (commonType(types) === undefined && !types.every((type) => type === 'date' || type === 'timestamp'))
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `These paths lead to different types (${types.join(', ')}), so they are not one dimension.`,
      path: at,
    });
  return { paths, isMetricTime: false, types };
}

/** Types of the metrics' times, each once; a problem where a metric has none. */
export function requireTimes(reading: Reading, at: string, what: string): readonly DataType[] | undefined {
  const without = reading.times.filter((time) => time.type === null);
  if (without.length > 0)
    return reading.problems.add({
      code: 'NO_TIME',
      message: `${what} is asked, but ${listNames(without.map(nameOf))} has no time.`,
      path: at,
      hint: 'Say time: in the dataset, or ask without it.',
    });
  return [...new Set(reading.times.map((time) => time.type as DataType))];
}

const nameOf = ({ metric, dataset }: TimedMetric): string =>
  metric === null ? `"${dataset}"` : `"${metric}" (of "${dataset}")`;
