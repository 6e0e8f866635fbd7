import type { GraphQLFieldResolver } from 'graphql';
import type { View } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import { readRequest } from '../../request/read-request.js';
import { totalQuery, type ViewArguments, viewQuery } from '../../request/view-query.js';
import { type Grouping, readViewSelection } from '../../request/view-selection.js';
import type { Answer, AnswerColumn } from '../../result/result.js';
import { PREVIOUS } from '../../result/shape.js';
import { camelCase, namesOf, PREVIOUS_FIELD } from '../../schema/names.js';
import type { RequestContext } from '../context.js';
import { guarded } from '../graphql-errors.js';
import { askParts, rowObjects } from './result-parts.js';

/** The root field of one view: the dimensions selected of its rows are the GROUP BY. */
export const resolveView =
  (view: View): GraphQLFieldResolver<unknown, RequestContext, ViewArguments> =>
  (_, args, context, info) =>
    guarded(async () => {
      const selection = readViewSelection(view, info);
      const { rows, grandTotal: totals, fields } = selection;
      const needsGroups = [...fields].some((field) => field !== 'grandTotal' && field !== '__typename');
      if (rows === null && needsGroups)
        refuse({
          code: 'NOTHING_ASKED',
          message: `Without rows, "${info.fieldName}" does not know what to group and measure.`,
          path: info.fieldName,
          hint: `Select rows {…} with some of: ${[...namesOf(view).metrics.keys()].slice(0, 8).join(', ')}.`,
        });
      const read = (input: Parameters<typeof readRequest>[1]) => readRequest(context.model, input, context.clock, '');
      const request = rows && read(viewQuery(view, args, rows));
      const total = totals?.length ? read(totalQuery(view, args, totals)) : null;
      const { answer, totalRows, grandTotal } = await askParts(context, fields, request, total);
      return {
        ...answer,
        rows: answer && rowsOf(answer, view),
        columns: answer && columnsOf(answer, view, rows?.groupings ?? []),
        totalRows,
        grandTotal: grandTotal ? (rowObjects(grandTotal, camelCaseOfMetrics(view))[0] ?? null) : totals ? {} : null,
      };
    });

/** Dimensions are keyed as asked (`metricTime:month`), metrics by their fields. */
const camelCaseOfMetrics =
  (view: View) =>
  (column: string): string =>
    view.metrics.includes(column) || view.formerNames.includes(column) ? camelCase(column) : column;

/** The metrics of the range that is compared with stand below `previous`. */
function rowsOf(answer: Answer, view: View): readonly Readonly<Record<string, unknown>>[] {
  const isBefore = ({ role }: AnswerColumn): boolean => role === 'COMPARISON';
  const [before, now] = [answer.columns.filter(isBefore), answer.columns.filter((column) => !isBefore(column))];
  const rows = rowObjects({ ...answer, columns: now }, camelCaseOfMetrics(view));
  if (before.length === 0) return rows;
  const previous = rowObjects({ ...answer, columns: before }, (name) => camelCase(name.slice(PREVIOUS.length)));
  return rows.map((row, index) => Object.assign(row, { [PREVIOUS_FIELD]: previous[index] }));
}

/** Columns under the names of the fields; of a time by several grains, under the aliases. */
function columnsOf(answer: Answer, view: View, groupings: readonly Grouping[]): readonly AnswerColumn[] {
  const metricName = camelCaseOfMetrics(view);
  return answer.columns.map((column) => {
    const grouping = groupings.find(({ key }) => key === column.name);
    const isOnly = groupings.filter(({ field }) => field === grouping?.field).length === 1;
    if (column.role === 'COMPARISON')
      return { ...column, name: `${PREVIOUS_FIELD}.${camelCase(column.name.slice(PREVIOUS.length))}` };
    if (grouping === undefined) return { ...column, name: metricName(column.name) };
    return { ...column, name: isOnly && grouping.part === null ? grouping.field : grouping.alias };
  });
}
