import { bind } from '../../expressions/bind.js';
import type { DataType } from '../../expressions/data-type.js';
import { commonType } from '../../expressions/functions.js';
import { call, hasAggregate, literal, type Scalar, visitScalar } from '../../expressions/scalar.js';
import { outputsOf, type SelectArm, type SelectFrom, type SelectSource } from '../../expressions/select.js';
import type { ArmSyntax, NameSyntax, SelectSyntax, SourceSyntax } from '../../expressions/select-syntax.js';
import type { Syntax } from '../../expressions/syntax.js';
import type { ProblemCode } from '../../problems/codes.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { KnownTables } from './known-tables.js';
import { type Relation, selectScope } from './select-scope.js';

export interface SelectProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Offset in the text of the SELECT. */
  readonly offset: number;
}

/** Tables of one SELECT, those behind names of WITH counted at each use. */
export const MOST_SOURCES = 100;

class Unbound extends Error {
  constructor(readonly problem: SelectProblem) {
    super(problem.message);
  }
}

/** Looks up tables and columns and types every expression, or says the first thing that is wrong. */
export function bindSelect(syntax: SelectSyntax, known: KnownTables): { readonly select: SelectSource } | { readonly problem: SelectProblem } {
  try {
    return { select: new Binder(known).whole(syntax) };
  } catch (error) {
    if (error instanceof Unbound) return { problem: error.problem };
    throw error;
  }
}

function fail(code: ProblemCode, offset: number, message: string, hint?: string): never {
  throw new Unbound({ code, message, hint, offset });
}

/** An arm whose columns may be without a name, which the first arm then gives. */
interface BoundArm {
  readonly arm: Omit<SelectArm, 'columns'>;
  readonly items: readonly { readonly name: string | undefined; readonly value: Scalar; readonly start: number }[];
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
      if (twin) fail('DUPLICATE_NAME', source.alias.start, `Two tables have the name "${twin.alias}" here.`, 'Give one of them another name with AS.');
      relations.push(relation);
      return from;
    };
    const from = enter(syntax.from);
    const joins = syntax.joins.map(({ type, source, on }) => ({ type, source: enter(source), on: condition(on, relations, false) }));
    const where = syntax.where ? condition(syntax.where, relations, false) : null;
    const items = syntax.items.map(({ value, name }) => ({ name: nameOf(value, name), value: bound(value, relations, true), start: value.start }));
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
    if (inner !== undefined) return { from: { kind: 'select', select: inner, alias }, relation: { alias, columns: outputsOf(inner) } };
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
    if (this.sources > MOST_SOURCES) fail('INVALID_EXPRESSION', offset, `A SELECT reads at most ${MOST_SOURCES} tables.`, 'Make a table of a part of it.');
  }

  private unknownTable(table: string, offset: number): never {
    const names = [...this.known.tables.keys(), ...this.named.keys()];
    const own = this.known.datasets.get(table);
    const hint =
      own === undefined
        ? (didYouMean(table, names) ?? `Declare its columns: tables: {${table}: {column: type}}. Known are ${listNames(names)}.`)
        : own === null
          ? `"${table}" is a dataset given by sql; read the tables that it reads.`
          : `"${table}" is a dataset; its table is "${own}".`;
    return fail('UNKNOWN_TABLE', offset, `There is no table "${table}" in the definitions.`, hint);
  }
}

function bound(syntax: Syntax, relations: readonly Relation[], aggregates: boolean): Scalar {
  const result = bind(syntax, selectScope(relations, aggregates));
  if ('problem' in result) throw new Unbound(result.problem);
  visitScalar(result.scalar, (node) => {
    if (node.kind === 'call' && node.name === 'period')
      fail('UNKNOWN_FUNCTION', syntax.start, 'PERIOD goes by the time zone of a query, which a SELECT does not know.', 'Write DATE_TRUNC, which is in UTC.');
  });
  return result.scalar;
}

function condition(syntax: Syntax, relations: readonly Relation[], aggregates: boolean): Scalar {
  const scalar = bound(syntax, relations, aggregates);
  return scalar.type === 'boolean' ? scalar : fail('TYPE_MISMATCH', syntax.start, `A condition is true or false; this is ${scalar.type}.`, 'Compare it with a value.');
}

/** Without AS a bare column keeps its name. */
const nameOf = (value: Syntax, name: NameSyntax | undefined): string | undefined => name?.text ?? (value.kind === 'name' ? value.path.at(-1) : undefined);

/** Columns and expressions, or the places of items: GROUP BY 1. Constants divide nothing. */
function groupsOf(syntax: readonly Syntax[] | undefined, items: BoundArm['items'], relations: readonly Relation[]): readonly Scalar[] {
  if (syntax === undefined) return [];
  const groups = syntax.map((each) => {
    if (each.kind !== 'number') return bound(each, relations, false);
    const item = items[Number(each.text) - 1];
    if (item === undefined) return fail('INVALID_EXPRESSION', each.start, `There is no column ${each.text} to group by: the SELECT has ${items.length}.`);
    return hasAggregate(item.value) ? fail('INVALID_EXPRESSION', each.start, `Column ${each.text} is an aggregate, which cannot be grouped by.`) : item.value;
  });
  const dividing = groups.filter(({ kind }) => kind !== 'literal');
  return dividing.length > 0 ? dividing : fail('INVALID_EXPRESSION', syntax[0]?.start ?? 0, 'GROUP BY names constants alone.', 'Name a column, or leave GROUP BY out.');
}

function refuseUngrouped(scalar: Scalar, groups: readonly Scalar[], start: number): void {
  const keys = new Set(groups.map((group) => JSON.stringify(group)));
  const visit = (node: Scalar): void => {
    if (node.kind === 'aggregate' || keys.has(JSON.stringify(node))) return;
    if (node.kind === 'column')
      fail('MIXED_AGGREGATION', start, `"${node.relation}.${node.column}" is neither aggregated nor in GROUP BY: a group has many values of it.`, 'Add it to GROUP BY, or aggregate it.');
    if (node.kind === 'call') node.args.forEach(visit);
  };
  visit(scalar);
}

/** UNION ALL goes by place: the first arm names the columns, and each has a type that all arms fit in. */
function unite(arms: readonly BoundArm[]): SelectSource {
  const [first, ...others] = arms;
  if (first === undefined) throw new Error('a SELECT without arms');
  const names = first.items.map(({ name, start }) => name ?? fail('INVALID_EXPRESSION', start, 'A column that is computed needs a name.', 'Write AS name after it.'));
  first.items.forEach(({ start }, place) => {
    const twin = names.findIndex((name) => name.toLowerCase() === names[place]?.toLowerCase());
    if (twin < place) fail('DUPLICATE_NAME', start, `Two columns have the name "${names[place]}".`, 'Give one of them another name with AS.');
  });
  for (const arm of others) {
    const start = arm.items[0]?.start ?? 0;
    if (arm.items.length !== names.length) fail('INVALID_EXPRESSION', start, `This SELECT has ${arm.items.length} columns, the first one ${names.length}.`, 'UNION ALL goes by place.');
    arm.items.forEach((item, place) => {
      const there = item.name === undefined || item.name === names[place] ? -1 : names.indexOf(item.name);
      if (there >= 0) fail('INVALID_EXPRESSION', item.start, `"${item.name}" is column ${place + 1} here and column ${there + 1} in the first SELECT.`, 'UNION ALL goes by place, not by name.');
    });
  }
  const types = names.map((name, place) => commonOf(name, arms.map(({ items }) => items[place])));
  return { arms: arms.map(({ arm, items }) => ({ ...arm, columns: names.map((name, place) => ({ name, value: asType(items[place]?.value ?? literal(null, 'text'), types[place] ?? 'text') })) })) };
}

function commonOf(name: string, items: readonly (BoundArm['items'][number] | undefined)[]): DataType {
  let common: DataType | undefined;
  for (const item of items) {
    if (item === undefined || isNullLiteral(item.value)) continue;
    const next: DataType | undefined = common === undefined ? item.value.type : commonType(common, item.value.type);
    if (next === undefined) fail('TYPE_MISMATCH', item.start, `"${name}" is ${item.value.type} here and ${common} before.`, 'CAST one of them.');
    common = next;
  }
  return common ?? 'text';
}

export const isNullLiteral = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === null;

export function asType(scalar: Scalar, type: DataType): Scalar {
  if (scalar.type === type) return scalar;
  if (isNullLiteral(scalar)) return literal(null, type);
  return call('cast', [scalar], type);
}
