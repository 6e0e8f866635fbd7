import { columnsOf, type Scalar } from '../../expressions/scalar.js';
import { type SelectSource, tablesRead } from '../../expressions/select.js';
import type { Dataset, Link, Model } from '../../model/model.js';

/** The columns that are read of each dataset, by its name. */
export type Read = Map<string, Set<string>>;

/** Adds the columns below an expression over a dataset's rows, those of the links on the way included. */
export function readScalar(model: Model, dataset: Dataset, scalar: Scalar, into: Read): void {
  for (const { relation, column } of columnsOf(scalar)) readPath(model, dataset, relation, column, into);
}

/** Adds what a dimension of a dataset is made of. */
export function readDimension(model: Model, dataset: Dataset, name: string, into: Read): void {
  const dimension = dataset.dimensions.get(name);
  if (dimension) readScalar(model, dataset, dimension.expression, into);
}

function readPath(model: Model, dataset: Dataset, relation: string, column: string, into: Read): void {
  if (relation === '') {
    add(into, dataset.name, dataset.columns.has(column) ? [column] : []);
    return;
  }
  let here = dataset;
  for (const step of relation.split('.')) {
    const link = here.links.get(step);
    const next = link && model.datasets.get(link.to);
    if (link === undefined || next === undefined) return;
    readLink(model, here, next, link, into);
    here = next;
  }
  readDimension(model, here, column, into);
}

function readLink(model: Model, from: Dataset, to: Dataset, { on, during }: Link, into: Read): void {
  for (const { own, its } of on) {
    readDimension(model, from, own, into);
    readDimension(model, to, its, into);
  }
  if (during) for (const name of [during.from, during.to]) readDimension(model, to, name, into);
}

function add(into: Read, dataset: string, columns: readonly string[]): void {
  const found = into.get(dataset) ?? new Set();
  for (const column of columns) found.add(column);
  into.set(dataset, found);
}

/** The tables below a dataset with the columns that are read of them; of a SELECT, those that give its columns. */
export function tablesBelow(dataset: Dataset, columns: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  if (dataset.table !== null) found.set(dataset.table, new Set(columns));
  if (dataset.select) {
    for (const table of tablesRead(dataset.select)) found.set(table, new Set());
    for (const column of columns) sourcesOf(dataset.select, column, found);
  }
  return new Map([...found].sort(byName).map(([table, names]) => [table, [...names].sort()]));
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function sourcesOf({ arms }: SelectSource, name: string, into: Map<string, Set<string>>): void {
  for (const { columns, from, joins } of arms) {
    const value = columns.find((column) => column.name === name)?.value;
    for (const { relation, column } of value ? columnsOf(value) : []) {
      const source = [from, ...joins.map((join) => join.source)].find(({ alias }) => alias === relation);
      if (source?.kind === 'table') into.get(source.table)?.add(column);
      if (source?.kind === 'select') sourcesOf(source.select, column, into);
    }
  }
}
