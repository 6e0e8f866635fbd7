import type { EngineName } from '../../src/engine/engine.js';
import { answerCase } from '../cases/answer-case.js';
import { openModel } from '../cases/open-model.js';
import type { SuiteModel, SuiteQuery } from '../cases/suite.js';
import { columnTypes } from '../reference/column-types.js';
import { difference } from '../reference/compare.js';
import { type GeneratedCase, generate } from '../reference/generate.js';
import type { Feature } from '../reference/features.js';

export interface Difference {
  readonly seed: number;
  readonly rules: readonly string[];
  /** What is wrong, in a line. */
  readonly reason: string;
  /** Answered though it should be refused, or with other rows: never to happen. A refusal of what can be answered is less. */
  readonly wrong: boolean;
}

/** Asks the product a generated question and holds the answer against the reference evaluator's. */
export async function differenceOf(seed: number, features?: readonly Feature[], engine?: EngineName): Promise<{ readonly generated: GeneratedCase; readonly found: Difference | null; readonly sql: string }> {
  const generated = generate(seed, features ? { features } : {});
  const model = await openModel(generated.model as unknown as SuiteModel, engine);
  try {
    const answer = await answerCase(model, { id: String(seed), query: generated.query as unknown as SuiteQuery });
    return { generated, found: judge(generated, answer), sql: 'sql' in answer ? answer.sql : '' };
  } finally {
    await model.close();
  }
}

function judge(generated: GeneratedCase, answer: Awaited<ReturnType<typeof answerCase>>): Difference | null {
  const { seed, rules, result, outcome } = generated;
  if ('error' in answer) {
    if (/^(INTERNAL|ENGINE)/.test(answer.error.code)) return { seed, rules, wrong: true, reason: `${answer.error.code}: ${answer.error.message}` };
    return outcome === 'rows' ? { seed, rules, wrong: false, reason: `refused with ${answer.error.code}: ${answer.error.message}` } : null;
  }
  if (outcome === 'reject') return { seed, rules, wrong: true, reason: `answered, but must be refused: ${JSON.stringify(answer.rows).slice(0, 200)}` };
  if ('refused' in result) return outcome === 'rows_or_reject' ? null : { seed, rules, wrong: true, reason: `answered, the reference refuses: ${result.refused}` };
  const got = { columns: [...answer.columns], rows: answer.rows.map((row) => [...row]), ...(answer.total !== undefined && { total: Number(answer.total) }) };
  const types = columnTypes(generated.model, generated.query);
  const reason = difference(result as never, types, got as never, generated.query.metrics, generated.compare);
  return reason === undefined ? null : { seed, rules, wrong: true, reason };
}
