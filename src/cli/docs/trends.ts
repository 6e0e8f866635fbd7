import { ANYONE, answer } from '../../answer.js';
import { LruResultCache } from '../../cache/lru-result-cache.js';
import type { Model } from '../../model/model.js';
import { type Problem, ProblemError } from '../../problems/problem.js';
import { readRequest } from '../../request/read-request.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';
import { hasTime } from '../../site/questions.js';
import type { Trend } from '../../site/trend.js';
import type { AskFlags } from '../ask/ask-flags.js';
import { type OpenProject, withEngine } from '../ask/project.js';
import { readQuestion } from '../ask/question.js';

const MONTHS = 13;

/** Each metric's last whole months, asked of the engine one after another; a metric that is refused is told, and has none. */
export function askTrends(
  { model, configuration }: Pick<OpenProject, 'model' | 'configuration'>,
  asOf: string | undefined,
  refused: (metric: string, problem: Problem | undefined) => void,
): Promise<ReadonlyMap<string, Trend>> {
  return withEngine(configuration, async (engine) => {
    const runtime = { model, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: configuration.limits.rows };
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const trends = new Map<string, Trend>();
    for (const metric of model.metrics.values()) {
      if (!hasTime(model, metric)) continue;
      try {
        const { columns } = await answer(runtime, requestOf(model, metric.name, asOf), ANYONE, stop.signal);
        const [months, values] = columns.map((column) => column.values);
        const points = (months ?? []).map((month, index) => pointOf(String(month), values?.[index] ?? null));
        if (points.some(({ value }) => value !== null)) trends.set(metric.name, { points });
      } catch (error) {
        if (!(error instanceof ProblemError) || stop.signal.aborted) throw error;
        refused(metric.name, error.problems[0]);
      }
    }
    return trends;
  });
}

function requestOf(model: Model, metric: string, asOf: string | undefined) {
  const flags: AskFlags = {
    by: ['metric_time:month'],
    where: [],
    segment: [],
    having: [],
    order: [],
    last: { count: MONTHS, grain: 'month' },
    fill: 'empty',
    asOf,
  };
  return readRequest(model, readQuestion(schemaFor(model), [metric], flags, '.'), { now: new Date() }, '');
}

function pointOf(month: string, value: unknown): Trend['points'][number] {
  const number = value === null ? null : Number(value);
  const isNumber = number !== null && Number.isFinite(number);
  return { month: month.slice(0, 7), value: isNumber ? number : null, shown: value === null ? '–' : String(value) };
}
