import type { OpenModel } from './open-model.js';
import { requestVariables } from './request.js';
import type { SuiteCase } from './suite.js';

/** One line of the runner's output. */
export type CaseAnswer =
  | {
      readonly id: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
      readonly total?: number | null;
      /** All statements that were run. */
      readonly sql: string;
    }
  | { readonly id: string; readonly error: { readonly code: string; readonly message: string } };

/** Sends a case's one request and puts the answer into the form of the suite. */
export async function answerCase(
  model: OpenModel,
  { id, query }: Pick<SuiteCase, 'id' | 'query'>,
): Promise<CaseAnswer> {
  const { data, errors: [error] = [] } = await model.ask(requestVariables(query));
  if (error !== undefined || data == null)
    return {
      id,
      error: { code: error?.extensions?.code ?? 'INTERNAL_SERVER_ERROR', message: error?.message ?? 'No answer.' },
    };
  const { columns, rows, totalRows, proof } = data.query;
  return {
    id,
    columns: columns.map(({ name }) => name),
    rows,
    ...(totalRows === undefined ? {} : { total: totalRows }),
    sql: proof.sql.join(';\n'),
  };
}
