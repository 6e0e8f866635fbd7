import { serveModel } from '../cases/open-model.js';
import { evaluate } from '../reference/evaluate.js';
import type { Model, Query } from '../reference/format.js';
import { type GeneratedCase, isSettled } from '../reference/generate.js';
import { printQuestion } from './describe.js';
import { asked, suiteModel } from './differences.js';
import { type CaseId, caseOf } from './directed.js';
import { openSharedTables } from './shared-tables.js';

/** Makes a wrong case smaller as long as it stays wrong: rows, conditions, filters, metrics, dimensions. */
export async function reduce(seed: CaseId): Promise<string> {
  const tables = await openSharedTables();
  const reasonOf = async (each: GeneratedCase): Promise<string | undefined> => {
    const { found } = await asked(each, await serveModel(suiteModel(each), await tables.engineFor(each.model)));
    return found?.wrong ? found.reason : undefined;
  };
  let held = caseOf(seed);
  const first = await reasonOf(held);
  if (first === undefined) return `seed ${seed} is as expected`;
  let reason: string = first;
  const kind = kindOf(reason);
  for (let again = true; again; ) {
    again = false;
    for (const smaller of smallerCases(held)) {
      const judged = judgedAgain(held, smaller);
      const still = judged === null ? undefined : await reasonOf(judged).catch(() => undefined);
      if (judged === null || still === undefined || kindOf(still) !== kind) continue;
      [held, reason, again] = [judged, still, true];
      break;
    }
  }
  await tables.close();
  const rows = Object.entries(held.model.tables).filter(([, table]) => table.rows.length > 0 && table.rows.length < 60);
  return [
    printQuestion(held.model, held.query),
    ...rows.map(([name, table]) => `${name}: ${JSON.stringify(table.rows)}`),
    reason,
  ].join('\n');
}

/** So that a wrong number is not reduced to another fault. */
const kindOf = (reason: string): string => /^[A-Z_]+:|^answered/.exec(reason)?.[0] ?? 'rows';

type Small = Pick<GeneratedCase, 'model' | 'query'>;

function judgedAgain(held: GeneratedCase, small: Small): GeneratedCase | null {
  if (held.outcome !== 'rows') return { ...held, ...small };
  try {
    if (!isSettled(small.model, small.query)) return null;
    const result = evaluate(small.model, small.query);
    const compare = {
      ...held.compare,
      ordered: held.compare.ordered && (small.query.order ?? small.query.top) !== undefined,
    };
    return 'refused' in result ? null : { ...held, ...small, result, compare };
  } catch {
    return null;
  }
}

function* smallerCases({ model, query }: GeneratedCase): Generator<Small> {
  for (const key of [
    'where',
    'having',
    'order',
    'segments',
    'range',
    'fill',
    'top',
    'limit',
    'offset',
    'total',
    'timezone',
  ] as const)
    if (query[key] !== undefined) yield { model, query: without(query, key) as Query };
  for (const key of ['metrics', 'dimensions', 'where', 'having', 'order'] as const) {
    const list = query[key] ?? [];
    if (list.length > 1)
      for (let i = 0; i < list.length; i++)
        yield { model, query: { ...query, [key]: list.filter((_, at) => at !== i) } };
  }
  for (const [name, metric] of Object.entries(model.metrics)) {
    if ('filter' in metric)
      yield {
        query,
        model: { ...model, metrics: { ...model.metrics, [name]: without(metric, 'filter') } as Model['metrics'] },
      };
    if ('dense' in metric)
      yield {
        query,
        model: { ...model, metrics: { ...model.metrics, [name]: without(metric, 'dense') } as Model['metrics'] },
      };
  }
  for (const [name, table] of Object.entries(model.tables))
    for (let size = table.rows.length; size >= 1; size = size > 1 ? Math.floor(size / 2) : 0)
      for (let from = 0; from < table.rows.length; from += size) {
        const rows = [...table.rows.slice(0, from), ...table.rows.slice(from + size)];
        yield { query, model: { ...model, tables: { ...model.tables, [name]: { ...table, rows } } } };
      }
}

const without = (record: object, key: string): object =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
