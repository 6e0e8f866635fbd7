import type { BindProblem, Scope } from '../../expressions/bind.js';
import { column, type Scalar } from '../../expressions/scalar.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { TableColumns } from './known-tables.js';

/** A table or SELECT under the name that it has in a SELECT. */
export interface Relation {
  readonly alias: string;
  readonly columns: TableColumns;
}

/** `alias.column`, or `column` where exactly one of the tables has it. */
export const selectScope = (relations: readonly Relation[], aggregates: boolean): Scope => ({
  aggregates,
  name: (path, _inside, offset) => {
    const [first = '', second] = path;
    if (path.length > 2)
      return unknown(
        `"${path.join('.')}" is neither a column nor alias.column.`,
        'Give the table a name with AS, and write alias.column.',
        offset,
      );
    return second === undefined ? bare(relations, first, offset) : qualified(relations, first, second, offset);
  },
});

function bare(relations: readonly Relation[], name: string, offset: number): Scalar | BindProblem {
  const [found, ...more] = relations.flatMap(({ alias, columns }) => columnOf(alias, columns, name) ?? []);
  const aliases = relations.map(({ alias }) => alias);
  if (found === undefined) {
    const known = relations.flatMap(({ columns }) => [...columns.keys()]);
    return unknown(
      `${aliases.map((alias) => `"${alias}"`).join(' and ')} ${aliases.length > 1 ? 'have' : 'has'} no column "${name}" that is declared.`,
      hintOf(name, known),
      offset,
    );
  }
  if (more.length === 0) return found;
  const places = [found, ...more].flatMap((each) => (each.kind === 'column' ? `${each.relation}.${name}` : []));
  return unknown(`"${name}" is a column of several tables here.`, `Write ${places.join(' or ')}.`, offset);
}

function qualified(relations: readonly Relation[], alias: string, name: string, offset: number): Scalar | BindProblem {
  const relation = relations.find((each) => each.alias === alias);
  if (relation === undefined) {
    const aliases = relations.map((each) => each.alias);
    return unknown(
      `No table has the name "${alias}" here.`,
      didYouMean(alias, aliases) ?? `There are ${listNames(aliases)}.`,
      offset,
    );
  }
  const known = [...relation.columns.keys()];
  return (
    columnOf(alias, relation.columns, name) ??
    unknown(`"${alias}" has no column "${name}" that is declared.`, hintOf(name, known), offset)
  );
}

function columnOf(alias: string, columns: TableColumns, name: string): Scalar | undefined {
  const type = columns.get(name);
  return type && column(alias, name, type);
}

const hintOf = (name: string, known: readonly string[]): string =>
  didYouMean(name, known) ??
  `Declared are ${listNames(known)}; add it under tables:, or to the columns: of the table's dataset.`;

const unknown = (message: string, hint: string, offset: number): BindProblem => ({
  code: 'UNKNOWN_COLUMN',
  message,
  hint,
  offset,
});
