import type { GraphQLFieldResolver } from 'graphql';
import type { MetricQueryInput } from '../../request/query-input.js';
import { readRequest } from '../../request/read-request.js';
import { fieldsOf } from '../../request/selection.js';
import type { RequestContext } from '../context.js';
import { letOthersIn } from '../graphql/let-others-in.js';
import { guarded } from '../graphql-errors.js';
import { askParts, rowArrays, rowObjects } from './result-parts.js';

/** `query(input)`: metrics by name; rows are JSON under the names that the caller gave. */
export const resolveQuery: GraphQLFieldResolver<unknown, RequestContext, { input: MetricQueryInput }> = (
  _,
  { input },
  context,
  info,
) =>
  guarded(async () => {
    const request = readRequest(context.model, input, context.clock);
    const fields = new Set(fieldsOf(info).map((field) => field.name));
    const { answer, totalRows, grandTotal } = await askParts(
      context,
      fields,
      request,
      request.metrics.length > 0 ? { ...request, fill: null, top: null, compare: null } : null,
    );
    return {
      ...answer,
      rows: async ({ format }: { format: 'OBJECT' | 'ARRAY' }) => {
        const rows = answer && (format === 'ARRAY' ? rowArrays(answer) : rowObjects(answer, (column) => column));
        await letOthersIn(answer?.rowCount ?? 0);
        return rows;
      },
      totalRows,
      grandTotal: grandTotal && (rowObjects(grandTotal, (column) => column)[0] ?? null),
    };
  });
