import DataLoader from 'dataloader';
import type { Metric, Model } from '../model/model.js';
import { CODES } from '../problems/codes.js';
import { ProblemError } from '../problems/problem.js';
import type { MetricQueryInput } from '../request/query-input.js';
import { type Clock, readRequest } from '../request/read-request.js';
import type { Answer, AnswerColumn } from '../result/result.js';
import type { Questions } from './context.js';
import { rowSource } from './row-source.js';

/** One metric's part of a question that other metrics may share. */
export interface MetricAsk {
  readonly metric: Metric;
  readonly question: Omit<MetricQueryInput, 'metrics'>;
}

/** The answer to a batch, with the column of the metric that was asked for. */
export interface MetricAnswer {
  readonly answer: Answer;
  readonly column: AnswerColumn;
}

export type MetricLoader = DataLoader<MetricAsk, MetricAnswer, string>;

const MOST_AT_ONCE = 200;

/**
 * Metric handles that ask the same question in one tick are answered by one request with several metrics. One that is
 * refused does not fail the others.
 */
export function createMetricLoader(model: Model, clock: Clock, questions: Pick<Questions, 'ask'>): MetricLoader {
  return new DataLoader<MetricAsk, MetricAnswer, string>(
    async (asks) => {
      const answers = new Map<MetricAsk, MetricAnswer | Error>();
      await Promise.all(batchesOf(model, asks).map((batch) => answerBatch(batch, answers)));
      return asks.map((ask) => answers.get(ask) ?? new Error(`No answer for ${ask.metric.name}`));
    },
    { cacheKeyFn: (ask) => `${ask.metric.name} ${JSON.stringify(ask.question)}` },
  );

  async function answerBatch(
    batch: readonly MetricAsk[],
    answers: Map<MetricAsk, MetricAnswer | Error>,
  ): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const request = readRequest(
        model,
        { ...first.question, metrics: batch.map((ask) => ask.metric.name) },
        clock,
        '',
      );
      const answer = await questions.ask(request);
      for (const ask of batch) answers.set(ask, columnOf(answer, ask.metric));
    } catch (error) {
      if (batch.length > 1 && isAboutTheQuestion(error))
        await Promise.all(batch.map((ask) => answerBatch([ask], answers)));
      else for (const ask of batch) answers.set(ask, error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** One of the metrics cannot be asked so: the others can, each alone. Failures of the engine are everyone's. */
const isAboutTheQuestion = (error: unknown): boolean =>
  error instanceof ProblemError &&
  error.problems.every(({ code }) => CODES[code].source === 'request' || CODES[code].source === 'definitions');

function columnOf(answer: Answer, metric: Metric): MetricAnswer | Error {
  const column = answer.columns.find(({ name, role }) => name === metric.name && role === 'METRIC');
  return column ? { answer, column } : new Error(`The answer has no column ${metric.name}`);
}

/** Equal questions of the same datasets together; with dimensions only over the same rows, since others would add groups. */
function batchesOf(model: Model, asks: readonly MetricAsk[]): readonly (readonly MetricAsk[])[] {
  const batches = new Map<string, MetricAsk[][]>();
  for (const ask of asks) {
    const rows = ask.question.dimensions?.length ? rowSource(model, ask.metric) : ask.metric.datasets.join(' ');
    const key = `${JSON.stringify(ask.question)} ${rows}`;
    const started = batches.get(key) ?? [[]];
    if ((started.at(-1)?.length ?? 0) >= MOST_AT_ONCE) started.push([]);
    started.at(-1)?.push(ask);
    batches.set(key, started);
  }
  return [...batches.values()].flat();
}
