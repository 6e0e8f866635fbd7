import type { Cell } from '../../engine/engine.js';
import type { MetricRequest } from '../../request/metric-request.js';
import type { Answer } from '../../result/result.js';
import type { RequestContext } from '../context.js';

/** What the fields selected of a result need: only that is asked of the engine. */
export interface Parts {
  readonly answer: Answer | null;
  readonly totalRows: number | null;
  readonly grandTotal: Answer | null;
}

export async function askParts(
  context: RequestContext,
  fields: ReadonlySet<string>,
  request: MetricRequest | null,
  total: MetricRequest | null,
): Promise<Parts> {
  const needsRows = ['rows', 'columns', 'rowCount', 'endCursor', 'proof', 'warnings'].some((field) =>
    fields.has(field),
  );
  const needsTotal = request !== null && fields.has('totalRows');
  const hasAll = needsRows && request !== null && isUnpaged(request);
  const [answer, counted, grandTotal] = await Promise.all([
    request && needsRows ? context.ask(request) : null,
    needsTotal && !hasAll ? context.count(request) : null,
    total && fields.has('grandTotal') ? context.total(total) : null,
  ]);
  return { answer, totalRows: needsTotal && hasAll ? (answer?.rowCount ?? null) : counted, grandTotal };
}

/** Its rows are all there are, and need not be counted by themselves. */
const isUnpaged = ({ limit, offset, after }: MetricRequest): boolean =>
  limit === null && offset === 0 && after === null;

/** What rows inherit: a column may have any name, __proto__ too. Objects of no prototype at all are slow to fill and to write. */
const NOTHING: object = Object.freeze(Object.create(null));

/** Row objects by the keys given for each column; null leaves a column out. */
export function rowObjects(answer: Answer, keyOf: (column: string) => string | null): Record<string, Cell>[] {
  const columns = answer.columns.flatMap(({ name, values }) => {
    const key = keyOf(name);
    return key === null ? [] : [{ key, values }];
  });
  return Array.from({ length: answer.rowCount }, (_, row) => {
    const object = Object.create(NOTHING) as Record<string, Cell>;
    for (const { key, values } of columns) object[key] = values[row] ?? null;
    return object;
  });
}

export const rowArrays = (answer: Answer): Cell[][] =>
  Array.from({ length: answer.rowCount }, (_, row) => answer.columns.map(({ values }) => values[row] ?? null));
