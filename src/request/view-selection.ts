import { type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from 'graphql';
import type { View } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import { METRIC_TIME_FIELD, namesOf, PREVIOUS_FIELD, partField } from '../schema/names.js';
import { partKey, timeKey } from '../schema/row-keys.js';
import { argumentsOf, fieldsOf, objectBelow, type SelectedField, selectedFields } from './selection.js';

/** What a selection asks of a view. */
export interface ViewSelection {
  /** Fields of the result that are selected: rows, totalRows, proof… */
  readonly fields: ReadonlySet<string>;
  readonly rows: RowSelection | null;
  /** Metrics of grandTotal, by their names in the definition; null where it is not selected. */
  readonly grandTotal: readonly string[] | null;
}

/** The dimensions of a row are the GROUP BY. */
export interface RowSelection {
  readonly groupings: readonly Grouping[];
  /** By their names in the definition. */
  readonly metrics: readonly string[];
  /** Whether those of a range compared with are selected too. */
  readonly previous: boolean;
}

export interface Grouping {
  /** The dimension's GraphQL name; metricTime for each metric's own time. */
  readonly field: string;
  readonly grain: string | null;
  readonly part: string | null;
  /** Where the row keeps it. */
  readonly key: string;
  /** The response key under which it was first selected. */
  readonly alias: string;
}

export function readViewSelection(view: View, info: GraphQLResolveInfo): ViewSelection {
  const result = getNamedType(info.returnType) as GraphQLObjectType;
  const fields = fieldsOf(info);
  const rows = fields
    .filter((field) => field.name === 'rows')
    .map((field) => ({ field, selection: readRows(view, info, result, field) }));
  const [first, ...others] = rows;
  const other = others.find(({ selection }) => meaning(selection) !== meaning(first?.selection));
  if (first && other)
    refuse({
      code: 'INVALID_REQUEST',
      message: `"${first.field.key}" and "${other.field.key}" select different columns: they are two questions.`,
      path: other.field.key,
      hint: `Ask twice: a: ${info.fieldName} {rows {…}} b: ${info.fieldName} {rows {…}}.`,
    });
  const totals = fields.filter((field) => field.name === 'grandTotal');
  return {
    fields: new Set(fields.map((field) => field.name)),
    rows: first ? { ...first.selection, previous: rows.some(({ selection }) => selection.previous) } : null,
    grandTotal:
      totals.length === 0 ? null : [...new Set(totals.flatMap((field) => readMetrics(view, info, result, field)))],
  };
}

function readRows(view: View, info: GraphQLResolveInfo, result: GraphQLObjectType, rows: SelectedField): RowSelection {
  const names = namesOf(view);
  const row = objectBelow(result, 'rows');
  const groupings = new Map<string, Grouping>();
  const metrics = new Set<string>();
  let previous = false;
  for (const field of row
    ? selectedFields(
        info,
        row,
        rows.nodes.map((node) => node.selectionSet),
      )
    : []) {
    const metric = names.metrics.get(field.name);
    if (metric !== undefined) metrics.add(metric);
    else if (row && field.name === PREVIOUS_FIELD) {
      previous = true;
      for (const compared of readMetrics(view, info, row, field)) metrics.add(compared);
    } else if (row && field.name !== '__typename') {
      const grouping = readGrouping(names.dimensions, field, argumentsOf(info, row, field));
      if (!groupings.has(grouping.key)) groupings.set(grouping.key, grouping);
    }
  }
  if (groupings.size === 0 && metrics.size === 0)
    refuse({
      code: 'NOTHING_ASKED',
      message: `"${rows.key}" selects neither a metric nor a dimension.`,
      path: rows.key,
      hint: `Select some of: ${[...names.metrics.keys(), ...names.dimensions.keys()].slice(0, 8).join(', ')}.`,
    });
  return { groupings: [...groupings.values()], metrics: [...metrics], previous };
}

function readGrouping(
  dimensions: ReadonlyMap<string, string>,
  { name, key: alias }: SelectedField,
  args: Readonly<Record<string, unknown>>,
): Grouping {
  if (typeof args.part === 'string') {
    const { part } = args as { part: string };
    const field = [METRIC_TIME_FIELD, ...dimensions.keys()].find((dimension) => partField(dimension) === name) ?? name;
    return { field, grain: null, part, key: partKey(field, part), alias };
  }
  const grain = typeof args.grain === 'string' ? args.grain : null;
  return { field: name, grain, part: null, key: timeKey(name, grain), alias };
}

/** The metrics selected below a field that holds nothing else. */
function readMetrics(
  view: View,
  info: GraphQLResolveInfo,
  parent: GraphQLObjectType,
  { name, nodes }: SelectedField,
): readonly string[] {
  const type = objectBelow(parent, name);
  const selected = type
    ? selectedFields(
        info,
        type,
        nodes.map((node) => node.selectionSet),
      )
    : [];
  return selected.flatMap((field) => namesOf(view).metrics.get(field.name) ?? []);
}

/** Groups depend on the metrics too: a group is there because one of them has rows in it. */
const meaning = (rows: RowSelection | undefined): string =>
  JSON.stringify([rows?.groupings.map((grouping) => grouping.key).sort(), [...(rows?.metrics ?? [])].sort()]);
