import type { GraphQLSchema } from 'graphql';
import { ANYONE, answer } from '../../answer.js';
import { LruResultCache } from '../../cache/lru-result-cache.js';
import type { Model, Spine } from '../../model/model.js';
import { fingerprintOf } from '../../plan/fingerprint.js';
import { planFor } from '../../plan/plan-for.js';
import { type Problem, ProblemError, refuse } from '../../problems/problem.js';
import type { MetricRequest } from '../../request/metric-request.js';
import type { MetricQueryInput } from '../../request/query-input.js';
import { readRequest } from '../../request/read-request.js';
import type { Answer } from '../../result/result.js';
import { spineUnits } from '../../server/spine-units.js';
import { readQuestion } from '../ask/question.js';
import { compareRows, type Difference } from './compare-rows.js';
import { proveGiven } from './prove-given.js';
import type { MetricTest } from './read-test-file.js';
import { daysOfSpines } from './spine-days.js';
import type { TestDatabase } from './test-database.js';
import type { TestTables } from './test-tables.js';

/** What tests of one project are run on. */
export interface TestBench {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly tables: TestTables;
  readonly database: TestDatabase;
  readonly maxRows: number;
}

export type Failure =
  | { readonly kind: 'rows'; readonly difference: Difference }
  /** The question was refused, with none or another code expected. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[]; readonly expected: string | null }
  | { readonly kind: 'answered'; readonly rowCount: number; readonly expected: string };

/** @returns null where the answer is what the test expects */
export async function runTest(bench: TestBench, test: MetricTest): Promise<Failure | null> {
  const { expected } = test;
  const came = await answered(bench, test);
  if ('problems' in came) {
    const isExpected = expected.kind === 'refused' && came.problems.some(({ code }) => code === expected.code);
    return isExpected
      ? null
      : { kind: 'refused', ...came, expected: expected.kind === 'refused' ? expected.code : null };
  }
  if (expected.kind === 'refused') return { kind: 'answered', rowCount: came.answer.rowCount, expected: expected.code };
  const difference = compareRows(expected.rows, came.answer, came.isOrdered);
  return difference && { kind: 'rows', difference };
}

type Came = { readonly answer: Answer; readonly isOrdered: boolean } | { readonly problems: readonly Problem[] };

async function answered(bench: TestBench, { asked, given }: MetricTest): Promise<Came> {
  const { schema, tables, database, maxRows } = bench;
  try {
    await database.fill([...given.values()]);
    const model = await withGivenSpines(bench, given);
    const input = readQuestion(schema, asked.metrics, asked.flags, '');
    const request = requestOf(model, input);
    const { root } = planFor(model, request);
    await database.add(daysOfSpines(model.spines, tables.all, given, request, root));
    const { engine } = database;
    const { signal } = new AbortController();
    const proven = await proveGiven(model, root, engine, signal);
    const runtime = { model, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows, proven };
    const isOrdered = (input.orderBy ?? []).length > 0 || input.top != null;
    return { answer: await answer(runtime, request, ANYONE, signal), isOrdered };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: error.problems.map((problem) => ({ ...problem, at: problem.at ?? asked.placeOf(problem) })) };
  }
}

/** Custom grains are what the rows of their spines say, as when a server starts; of a spine without rows nothing is known. */
async function withGivenSpines({ model, database }: TestBench, given: MetricTest['given']): Promise<Model> {
  const isGiven = ({ table, grains }: Spine): boolean => grains.length > 0 && given.has(table);
  if (!model.spines.some(isGiven)) return model;
  const known = await spineUnits(model, database.engine)();
  return { ...model, spines: model.spines.map((spine, at) => (isGiven(spine) ? (known.spines[at] ?? spine) : spine)) };
}

/** A question that means another thing on another day is no test. */
function requestOf(model: Model, input: MetricQueryInput): MetricRequest {
  const at = (now: string): MetricRequest => readRequest(model, input, { now: new Date(now) }, '');
  const request = at('2000-01-01');
  const plan = (asked: MetricRequest): string => fingerprintOf(planFor(model, asked).root);
  if (input.asOf == null && plan(request) !== plan(at('2001-02-03')))
    refuse({
      code: 'INVALID_DEFINITION',
      message: 'The answer depends on the day on which the test is run.',
      hint: 'Say now: 2025-01-31 in the test or at the top of its file.',
    });
  return request;
}
