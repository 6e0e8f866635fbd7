import type { EngineName } from '../../src/engine/engine.js';
import { answerCase, type CaseAnswer } from '../cases/answer-case.js';
import { type OpenModel, openModel, serveModel } from '../cases/open-model.js';
import type { SuiteModel, SuiteQuery } from '../cases/suite.js';
import { columnTypes } from '../reference/column-types.js';
import { difference } from '../reference/compare.js';
import type { Feature } from '../reference/features.js';
import type { Answer } from '../reference/format.js';
import type { GeneratedCase } from '../reference/generate.js';
import { type CaseId, caseOf } from './directed.js';
import { openSharedTables } from './shared-tables.js';

export interface Difference {
  readonly seed: CaseId;
  readonly rules: readonly string[];
  /** What is wrong, in a line. */
  readonly reason: string;
  /**
   * Answered though it should be refused, with other rows, or not at all: never to happen. What the product says
   * it cannot express (NOT_EXPRESSIBLE) is not wrong.
   */
  readonly wrong: boolean;
}

export interface Asked {
  readonly generated: GeneratedCase;
  readonly found: Difference | null;
  readonly sql: string;
}

export interface Differences {
  /** Asks the product a generated question and holds the answer against the reference evaluator's. */
  readonly of: (seed: CaseId, features?: readonly Feature[]) => Promise<Asked>;
  readonly close: () => Promise<void>;
}

/** On DuckDB all models share one database, one after the other. */
export async function openDifferences(engine: EngineName = 'duckdb'): Promise<Differences> {
  if (engine !== 'duckdb')
    return { of: (seed, features) => differenceOf(seed, features, engine), close: async () => {} };
  const tables = await openSharedTables();
  return {
    of: async (seed, features) => {
      const generated = caseOf(seed, features ? { features } : {});
      return asked(generated, await serveModel(suiteModel(generated), await tables.engineFor(generated.model)));
    },
    close: tables.close,
  };
}

/** The same in a database of its own. */
export async function differenceOf(seed: CaseId, features?: readonly Feature[], engine?: EngineName): Promise<Asked> {
  const generated = caseOf(seed, features ? { features } : {});
  return asked(generated, await openModel(suiteModel(generated), engine));
}

export async function asked(generated: GeneratedCase, model: OpenModel): Promise<Asked> {
  try {
    const query = generated.query as unknown as SuiteQuery;
    const answer = await answerCase(model, { id: String(generated.seed), query });
    return { generated, found: judge(generated, answer), sql: 'sql' in answer ? answer.sql : '' };
  } finally {
    await model.close();
  }
}

export const suiteModel = (generated: GeneratedCase): SuiteModel => generated.model as unknown as SuiteModel;

function judge(generated: GeneratedCase, answer: CaseAnswer): Difference | null {
  const { seed, rules, result, outcome } = generated;
  const wrong = (reason: string): Difference => ({ seed, rules, reason, wrong: true });
  if ('error' in answer) {
    const { code, message } = answer.error;
    if (/^(INTERNAL|ENGINE|UNEXPECTED|TIMEOUT)/.test(code)) return wrong(`${code}: ${message}`);
    if (outcome !== 'rows') return null;
    return code === 'NOT_EXPRESSIBLE' ? { seed, rules, reason: message, wrong: false } : wrong(`${code}: ${message}`);
  }
  if (outcome === 'reject') return wrong(`answered, but must be refused: ${JSON.stringify(answer.rows).slice(0, 200)}`);
  if ('refused' in result)
    return outcome === 'rows_or_reject' ? null : wrong(`answered, the reference refuses: ${result.refused}`);
  const got: Answer = {
    columns: [...answer.columns],
    rows: answer.rows.map((row) => [...row]) as Answer['rows'],
    ...(answer.total !== undefined && { total: Number(answer.total) }),
  };
  const { model, query, compare } = generated;
  const reason = difference(result, columnTypes(model, query), got, query.metrics, compare);
  return reason === undefined ? null : wrong(reason);
}
