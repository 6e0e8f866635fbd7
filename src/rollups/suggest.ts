import { type AggregateCall, visitScalar } from '../expressions/scalar.js';
import { simpleMetricsBelow } from '../model/below.js';
import { partsOf } from '../model/merging.js';
import { METRIC_TIME, type Model } from '../model/model.js';
import { findPath, isProblem } from '../model/path.js';
import { type CalendarGrain, GRAINS, isCalendarGrain, rollsUp } from '../time/grain.js';

/** What a question asked, and what it cost. */
export interface Shape {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly filters: readonly string[];
  readonly segments: readonly string[];
  readonly zone: string;
  readonly cost: number;
}

export interface Suggestion {
  readonly dataset: string;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly grain: CalendarGrain | null;
  readonly zone: string;
  /** How many of the questions it answers, and the part of the cost of all that these have. */
  readonly questions: number;
  readonly share: number;
}

/** What a rollup has to hold to answer a question. */
interface Needs {
  readonly dataset: string;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly grains: readonly CalendarGrain[];
  readonly zone: string;
  readonly cost: number;
}

/** The rollups that save most, one after the other: each is taken for the cost that those before it leave. */
export function suggestRollups(model: Model, shapes: readonly Shape[], atMost: number): readonly Suggestion[] {
  const total = shapes.reduce((sum, { cost }) => sum + cost, 0);
  let left = shapes.flatMap((shape) => needsOf(model, shape) ?? []);
  const found: Suggestion[] = [];
  while (found.length < atMost && left.length > 0) {
    const candidates = [...new Map(left.map((each) => [keyOf(each), each])).values()];
    const weighed = candidates.map((candidate) => {
      const answered = left.filter((each) => isWithin(each, candidate));
      return { candidate, answered, cost: answered.reduce((sum, { cost }) => sum + cost, 0) };
    });
    const best = weighed.reduce((a, b) => (b.cost > a.cost ? b : a));
    if (best.cost <= 0) break;
    const { candidate, answered } = best;
    found.push({
      dataset: candidate.dataset,
      metrics: [...new Set(answered.flatMap(({ metrics }) => metrics))].sort(),
      dimensions: candidate.dimensions,
      grain: finest(answered.flatMap(({ grains }) => grains)),
      zone: candidate.zone,
      questions: answered.length,
      share: best.cost / total,
    });
    left = left.filter((each) => !answered.includes(each));
  }
  return found;
}

const keyOf = ({ dataset, dimensions, zone }: Needs): string => JSON.stringify([dataset, dimensions, zone]);

const isWithin = (each: Needs, candidate: Needs): boolean =>
  each.dataset === candidate.dataset &&
  (each.grains.length === 0 || each.zone === candidate.zone) &&
  each.dimensions.every((path) => candidate.dimensions.includes(path));

/** Null for a question that no rollup answers: of several datasets, over links to many, of what does not merge. */
function needsOf(model: Model, { metrics, dimensions, filters, segments, zone, cost }: Shape): Needs | null {
  const found = metrics.flatMap((name) => model.metrics.get(name) ?? []);
  const datasets = [...new Set(found.flatMap((metric) => metric.datasets))];
  const [dataset] = datasets;
  if (found.length < metrics.length || dataset === undefined || datasets.length > 1) return null;
  const simple = found.flatMap((metric) => simpleMetricsBelow(model, metric));
  if (simple.some((metric) => metric.semiAdditive !== null || !merges(metric.value))) return null;
  const grains: CalendarGrain[] = [];
  const paths = new Set<string>();
  const use = (text: string): boolean => {
    const [path = '', grain] = text.split(':');
    if (path === METRIC_TIME) {
      if (grain !== undefined && !isCalendarGrain(grain)) grains.push('day');
      else grains.push(grain === undefined ? 'day' : (grain as CalendarGrain));
      return true;
    }
    const walked = findPath(model, dataset, path);
    if (isProblem(walked)) return false;
    if (walked.links.some((link) => link.kind === 'one_to_many' || link.during?.asOf === 'now')) return false;
    paths.add(path);
    return true;
  };
  const known = [...dimensions, ...filters].every(use) && segments.length === 0;
  return known ? { dataset, metrics, dimensions: [...paths].sort(), grains, zone, cost } : null;
}

function merges(value: Parameters<typeof visitScalar>[0]): boolean {
  const calls: AggregateCall[] = [];
  visitScalar(value, (node) => {
    if (node.kind === 'aggregate') calls.push(node);
  });
  return calls.every(({ name }) => partsOf(name) !== null);
}

/** The coarsest grain that all are made of. */
function finest(grains: readonly CalendarGrain[]): CalendarGrain | null {
  if (grains.length === 0) return null;
  return [...GRAINS].reverse().find((grain) => grains.every((each) => rollsUp(grain, each))) ?? 'day';
}

/** As it is pasted into the file of its dataset. */
export function yamlOf(suggestions: readonly Suggestion[]): string {
  const byDataset = new Map<string, Suggestion[]>();
  for (const each of suggestions) byDataset.set(each.dataset, [...(byDataset.get(each.dataset) ?? []), each]);
  return [...byDataset]
    .map(([dataset, all]) => `# ${dataset}\nrollups:\n${all.map((each, at) => entryOf(each, at)).join('')}`)
    .join('\n');
}

function entryOf({ metrics, dimensions, grain, zone, share, questions }: Suggestion, at: number): string {
  const by = dimensions.map((path) => path.split('.').at(-1)).join('_');
  const name = [`${grain ?? ''}${grain === null ? '' : '_'}`, by === '' ? 'total' : `by_${by}`].join('').slice(0, 90);
  return [
    `  ${name}${at === 0 ? '' : `_${at + 1}`}: # ${questions} questions, ${(share * 100).toFixed(1)} % of the cost`,
    `    metrics: [${metrics.join(', ')}]`,
    ...(dimensions.length > 0 ? [`    dimensions: [${dimensions.join(', ')}]`] : []),
    ...(grain === null ? [] : [`    grain: ${grain}`]),
    ...(grain === null || zone === 'UTC' ? [] : [`    zone: ${zone}`]),
    '',
  ].join('\n');
}
