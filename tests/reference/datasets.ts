import { parseExpression } from './expressions.js';
import type { Model } from './format.js';
import { Refused, sure } from './refused.js';
import { type Row, runSelect } from './select.js';
import { coerce, readValue } from './values.js';

/** A row of a dataset: the columns of its source, and its dimensions. */
export interface DatasetRow {
  source: Row;
  dimensions: Row;
}

const read = new WeakMap<Model, Map<string, DatasetRow[]>>();

function tableRows(model: Model, name: string): Row[] {
  const table = model.tables[name];
  if (!table) throw new Refused('UNKNOWN_TABLE', name);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map(([column, type], i) => [column, readValue(type, row[i] ?? null)])),
  );
}

/** All rows of a dataset, in the order of the source: the place tells a row apart from all others. */
export function rowsOf(model: Model, name: string): DatasetRow[] {
  const ofModel = read.get(model) ?? new Map<string, DatasetRow[]>();
  read.set(model, ofModel);
  const held = ofModel.get(name);
  if (held) return held;
  const dataset = sure(model.datasets[name], name);
  const source =
    dataset.sql === undefined
      ? tableRows(model, sure(dataset.table))
      : runSelect(dataset.sql, (table) => tableRows(model, table));
  const rows = source.map((columns) => {
    const env = { column: (column: string) => columns[column] ?? null };
    const dimensions = Object.entries(dataset.dimensions).map(([dimension, { type, expr }]) => [
      dimension,
      coerce(expr === undefined ? env.column(dimension) : parseExpression(expr)(env), type),
    ]);
    return { source: columns, dimensions: Object.fromEntries(dimensions) as Row };
  });
  ofModel.set(name, rows);
  return rows;
}
