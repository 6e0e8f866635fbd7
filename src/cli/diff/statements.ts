import { createTwoFilesPatch } from 'diff';
import { METRIC_TIME, type Model } from '../../model/model.js';
import { planFor } from '../../plan/plan-for.js';
import { ProblemError } from '../../problems/problem.js';
import type { MetricQueryInput } from '../../request/query-input.js';
import { readRequest } from '../../request/read-request.js';
import { dialects } from '../../sql/dialects/dialects.js';
import { toSql } from '../../sql/to-sql.js';

export interface MetricSql {
  readonly metric: string;
  /** Null where a side cannot be asked. */
  readonly before: string | null;
  readonly after: string | null;
  /** Unified diff of both. */
  readonly patch: string;
}

/** The statements of a metric for each period; of its total where it has no time. */
export function compareSql(
  before: Model,
  after: Model,
  metrics: readonly string[],
  grain: string,
  dialect: keyof typeof dialects,
): readonly MetricSql[] {
  const now = new Date();
  return metrics.map((metric) => {
    const [was, is] = [before, after].map((model) => {
      const byTime = { metrics: [metric], dimensions: [{ path: METRIC_TIME, grain }] };
      return statement(model, byTime, dialect, now) ?? statement(model, { metrics: [metric] }, dialect, now);
    });
    const patch = createTwoFilesPatch('before', 'after', `${was ?? ''}\n`, `${is ?? ''}\n`, undefined, undefined, {
      context: 3,
    });
    return { metric, before: was ?? null, after: is ?? null, patch: patch.slice(patch.indexOf('---')) };
  });
}

function statement(model: Model, input: MetricQueryInput, dialect: keyof typeof dialects, now: Date): string | null {
  try {
    const { root, columns } = planFor(model, readRequest(model, input, { now }, ''));
    return toSql(root, columns, dialects[dialect]).text;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}
