import { ANYONE, answer } from '../../answer.js';
import { LruResultCache } from '../../cache/lru-result-cache.js';
import type { Cell, Engine } from '../../engine/engine.js';
import { METRIC_TIME, type Metric, type Model } from '../../model/model.js';
import { ProblemError } from '../../problems/problem.js';
import type { MetricQueryInput } from '../../request/query-input.js';
import { readRequest } from '../../request/read-request.js';
import { difference, isSameValue } from './values.js';

/** A value on both sides; null where there is none. */
export interface BeforeAfter {
  readonly before: Cell;
  readonly after: Cell;
}

export interface MetricNumbers {
  readonly metric: string;
  readonly unit: string | null;
  /** Null where only a breakdown is compared. */
  readonly total: BeforeAfter | null;
  /** The periods whose values differ, in their order; null where the metric has no time. */
  readonly periods: readonly ({ readonly at: string } & BeforeAfter)[] | null;
  /** How many periods there are on either side. */
  readonly comparedPeriods: number;
  /** The group whose value moved most, among all dimensions that were tried; null where no group differs. */
  readonly worst: ({ readonly dimension: string; readonly group: Cell } & BeforeAfter) | null;
  /** The dimensions that were tried. */
  readonly dimensions: readonly string[];
  /** Why one of the sides gives no answer. */
  readonly refused: string | null;
}

/** What is asked of one metric on both sides. */
export interface Ask {
  readonly metric: string;
  /** Without, the values themselves stay, and only groups are compared. */
  readonly values: boolean;
  readonly dimensions: readonly string[];
}

export interface Comparing {
  readonly before: Model;
  readonly after: Model;
  readonly engine: Engine;
  readonly grain: string;
  readonly signal: AbortSignal;
}

/** Groups of one dimension at most; one with more is no place to look for the worst. */
const MOST_GROUPS = 10_000;

/** Asks both models for the same, on the same rows and at the same moment. */
export async function compareNumbers(comparing: Comparing, asks: readonly Ask[]): Promise<readonly MetricNumbers[]> {
  const now = new Date();
  const compared: MetricNumbers[] = [];
  for (const ask of asks) compared.push(await compareMetric(comparing, ask, now));
  return compared;
}

async function compareMetric(comparing: Comparing, ask: Ask, now: Date): Promise<MetricNumbers> {
  const { metric: name, values, dimensions } = ask;
  const sides = (question: MetricQueryInput) => bothSides(comparing, { metrics: [name], ...question }, name, now);
  const empty = {
    metric: name,
    unit: comparing.after.metrics.get(name)?.unit ?? null,
    total: null,
    periods: null,
    comparedPeriods: 0,
    worst: null,
    dimensions: [],
    refused: null,
  };
  const total = values ? await sides({}) : [];
  if (typeof total === 'string') return { ...empty, refused: total };
  const periods = values ? await sides({ dimensions: [{ path: METRIC_TIME, grain: comparing.grain }] }) : 'not asked';
  let worst: MetricNumbers['worst'] = null;
  const tried: string[] = [];
  for (const dimension of dimensions) {
    const groups = await sides({ dimensions: [{ path: dimension }] });
    if (typeof groups === 'string') continue;
    tried.push(dimension);
    for (const { key, before, after } of groups.filter(isDifferent))
      if (worst === null || difference(before, after) > difference(worst.before, worst.after))
        worst = { dimension, group: key, before, after };
  }
  return {
    ...empty,
    total: total[0] ? { before: total[0].before, after: total[0].after } : null,
    periods:
      typeof periods === 'string'
        ? null
        : periods.filter(isDifferent).map(({ key, before, after }) => ({ at: String(key), before, after })),
    comparedPeriods: typeof periods === 'string' ? 0 : periods.length,
    worst,
    dimensions: tried,
  };
}

const isDifferent = ({ before, after }: BeforeAfter): boolean => !isSameValue(before, after);

/** The values of each group on both sides, in the order of the groups; or what a side says instead. */
async function bothSides(
  { before, after, engine, signal }: Comparing,
  question: MetricQueryInput,
  metric: string,
  now: Date,
): Promise<readonly ({ readonly key: Cell } & BeforeAfter)[] | string> {
  const groups = new Map<string, { key: Cell; before: Cell; after: Cell }>();
  for (const [side, model] of [
    ['before', before],
    ['after', after],
  ] as const) {
    try {
      const runtime = { model, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: MOST_GROUPS };
      const { columns, rowCount } = await answer(runtime, readRequest(model, question, { now }, ''), ANYONE, signal);
      const keys = columns.find(({ role }) => role === 'DIMENSION' || role === 'TIME')?.values;
      const values = columns.find(({ name, role }) => role === 'METRIC' && name === metric)?.values ?? [];
      for (let row = 0; row < rowCount; row++) {
        const key = keys?.[row] ?? null;
        const group = groups.get(JSON.stringify(key)) ?? { key, before: null, after: null };
        groups.set(JSON.stringify(key), { ...group, [side]: values[row] ?? null });
      }
    } catch (error) {
      if (error instanceof ProblemError) return `${side}: ${error.problems[0]?.message ?? error.message}`;
      throw error;
    }
  }
  return [...groups.values()].sort((a, b) => (a.key === b.key ? 0 : String(a.key) < String(b.key) ? -1 : 1));
}

const MOST_DIMENSIONS = 3;

/** Where to look for the worst group: what views offer beside the metric, else its own dataset's words and switches. */
export function dimensionsFor(model: Model, metric: Metric): readonly string[] {
  const offered = [...model.views.values()]
    .filter(({ metrics }) => metrics.includes(metric.name))
    .flatMap(({ dimensions }) => [...dimensions.values()])
    .filter(({ type, paths }) => isGroup(type) && metric.datasets.every((each) => paths.has(each)))
    .flatMap(({ paths }) => {
      const distinct = new Set(metric.datasets.map((each) => paths.get(each) ?? ''));
      return distinct.size === 1 ? [...distinct] : [];
    });
  const own = [...(model.datasets.get(metric.datasets[0] ?? '')?.dimensions.values() ?? [])]
    .filter(({ hidden, type }) => !hidden && isGroup(type))
    .map(({ name }) => name);
  return [...new Set(offered.length > 0 ? offered : own)].slice(0, MOST_DIMENSIONS);
}

const isGroup = (type: string): boolean => type === 'text' || type === 'boolean';
