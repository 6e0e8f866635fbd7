import { hasAggregate } from '../../expressions/scalar.js';
import { outputsOf, type SelectFrom, type SelectSource } from '../../expressions/select.js';
import type { ArmSyntax, NameSyntax, SelectSyntax, SourceSyntax } from '../../expressions/select-syntax.js';
import type { Syntax } from '../../expressions/syntax.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { KnownTables } from './known-tables.js';
import { bound, condition } from './select-expressions.js';
import { groupsOf, refuseUngrouped } from './select-groups.js';
import { fail, type SelectProblem, Unbound } from './select-problem.js';
import type { Relation } from './select-scope.js';
import { type BoundArm, unite } from './select-union.js';

/** Tables of one SELECT, those behind names of WITH counted at each use. */
export const MOST_SOURCES = 100;

/** Looks up tables and columns and types every expression, or says the first thing that is wrong. */
export function bindSelect(
  syntax: SelectSyntax,
  known: KnownTables,
): { readonly select: SelectSource } | { readonly problem: SelectProblem } {
  try {
    return { select: new Binder(known).whole(syntax) };
  } catch (error) {
    if (error instanceof Unbound) return { problem: error.problem };
    throw error;
  }
}

class Binder {
  private readonly named = new Map<string, { readonly select: SelectSource; readonly sources: number }>();
  private sources = 0;

  constructor(private readonly known: KnownTables) {}

  whole(syntax: SelectSyntax): SelectSource {
    for (const { name, select } of syntax.named) {
      if (this.named.has(name.text)) fail('DUPLICATE_NAME', name.start, `"${name.text}" stands twice in WITH.`);
      const before = this.sources;
      const bound = this.select(select);
      this.named.set(name.text, { select: bound, sources: this.sources - before });
    }
    return this.select(syntax);
  }

  private select({ arms }: SelectSyntax): SelectSource {
    return unite(arms.map((arm) => this.arm(arm)));
  }

  private arm(syntax: ArmSyntax): BoundArm {
    const relations: Relation[] = [];
    const enter = (source: SourceSyntax): SelectFrom => {
      const { from, relation } = this.source(source);
      const twin = relations.find(({ alias }) => alias.toLowerCase() === relation.alias.toLowerCase());
      if (twin)
        fail(
          'DUPLICATE_NAME',
          source.alias.start,
          `Two tables have the name "${twin.alias}" here.`,
          'Give one of them another name with AS.',
        );
      relations.push(relation);
      return from;
    };
    const from = enter(syntax.from);
    const joins = syntax.joins.map(({ type, source, on }) => ({
      type,
      source: enter(source),
      on: condition(on, relations, false),
    }));
    const where = syntax.where ? condition(syntax.where, relations, false) : null;
    const items = syntax.items.map(({ value, name }) => ({
      name: nameOf(value, name),
      value: bound(value, relations, true),
      start: value.start,
    }));
    const having = syntax.having ? condition(syntax.having, relations, true) : null;
    const isGrouped = syntax.groupBy !== undefined || having !== null || items.some(({ value }) => hasAggregate(value));
    const groupBy = isGrouped ? groupsOf(syntax.groupBy, items, relations) : null;
    if (groupBy !== null) {
      for (const { value, start } of items) refuseUngrouped(value, groupBy, start);
      if (having && syntax.having) refuseUngrouped(having, groupBy, syntax.having.start);
    }
    return { arm: { distinct: syntax.distinct, from, joins, where, groupBy, having }, items };
  }

  private source(syntax: SourceSyntax): { from: SelectFrom; relation: Relation } {
    const alias = syntax.alias.text;
    const inner = syntax.kind === 'select' ? this.select(syntax.select) : this.namedBefore(syntax);
    if (inner !== undefined)
      return { from: { kind: 'select', select: inner, alias }, relation: { alias, columns: outputsOf(inner) } };
    const table = (syntax as Extract<SourceSyntax, { kind: 'table' }>).path.join('.');
    this.count(1, syntax.start);
    const columns = this.known.tables.get(table) ?? this.unknownTable(table, syntax.start);
    return { from: { kind: 'table', table, alias }, relation: { alias, columns } };
  }

  private namedBefore({ path, start }: Extract<SourceSyntax, { kind: 'table' }>): SelectSource | undefined {
    const found = path.length === 1 ? this.named.get(path[0] ?? '') : undefined;
    if (found) this.count(found.sources, start);
    return found?.select;
  }

  private count(sources: number, offset: number): void {
    this.sources += sources;
    if (this.sources > MOST_SOURCES)
      fail(
        'INVALID_EXPRESSION',
        offset,
        `A SELECT reads at most ${MOST_SOURCES} tables.`,
        'Make a table of a part of it.',
      );
  }

  private unknownTable(table: string, offset: number): never {
    const names = [...this.known.tables.keys(), ...this.named.keys()];
    const own = this.known.datasets.get(table);
    const hint =
      own === undefined
        ? (didYouMean(table, names) ??
          `Declare its columns: tables: {${table}: {column: type}}. Known are ${listNames(names)}.`)
        : own === null
          ? `"${table}" is a dataset given by sql; read the tables that it reads.`
          : `"${table}" is a dataset; its table is "${own}".`;
    return fail('UNKNOWN_TABLE', offset, `There is no table "${table}" in the definitions.`, hint);
  }
}

/** Without AS a bare column keeps its name. */
const nameOf = (value: Syntax, name: NameSyntax | undefined): string | undefined =>
  name?.text ?? (value.kind === 'name' ? value.path.at(-1) : undefined);
