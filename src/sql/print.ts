import type { AggregateCall, Over, Scalar, Value } from '../expressions/scalar.js';
import type { Dialect } from './dialects/dialect.js';
import { quoteName, writeLiteral } from './literals.js';
import type { Exists, Query, Select, Source } from './select.js';
import type { Parameter } from './statement.js';

/** Loosest first; an argument that binds looser than its place gets parentheses. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  not: 3,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  like: 4,
  is_null: 4,
  is_not_null: 4,
  is_same: 4,
  '+': 5,
  '-': 5,
  concat: 5,
  minus_elapsed: 5,
  '*': 6,
  '/': 6,
  negate: 7,
};
const ATOM = 9;

/** Prints SQL trees for one dialect, gathering the values to bind. */
export class Printer {
  readonly parameters: Parameter[] = [];

  constructor(private readonly dialect: Dialect) {}

  query({ tables, select }: Query): string {
    const as = this.dialect.can.keepNamed ? 'AS MATERIALIZED' : 'AS';
    const named = tables.map((table) => `${quoteName(table.name)} ${as} (\n  ${this.select(table.select, '  ')}\n)`);
    return `${named.length === 0 ? '' : `WITH ${named.join(', ')}\n`}${this.select(select)}`;
  }

  select(select: Select, indent = ''): string {
    const columns = select.columns.map(({ name, value }) => `${this.scalar(value)} AS ${quoteName(name)}`);
    const lines = [
      `SELECT ${select.distinct ? 'DISTINCT ' : ''}${columns.join(`,\n${indent}  `)}`,
      ...this.rows(select, indent),
    ];
    if (select.sets !== null)
      lines.push(
        `GROUP BY GROUPING SETS (${select.sets.map((set) => `(${set.map((group) => this.scalar(group)).join(', ')})`).join(', ')})`,
      );
    else if (select.groupBy !== null && select.groupBy.length > 0)
      lines.push(`GROUP BY ${select.groupBy.map((group) => this.group(group, select)).join(', ')}`);
    if (select.having.length > 0) lines.push(`HAVING ${this.conjunction(select.having)}`);
    if (select.orderBy.length > 0)
      lines.push(
        `ORDER BY ${select.orderBy.map(({ value, direction, nulls }) => `${this.sortKey(value, select)} ${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`).join(', ')}`,
      );
    lines.push(...this.paging(select));
    return lines.join(`\n${indent}`);
  }

  private rows({ from, joins, where, exists }: Exists['select'], indent: string): string[] {
    const lines = [
      `FROM ${this.source(from, indent)}`,
      ...joins.map(
        (join) =>
          `${join.type === 'left' ? 'LEFT' : 'INNER'} JOIN ${this.source(join.source, indent)} ON ${join.on.length === 0 ? 'TRUE' : this.conjunction(join.on)}`,
      ),
    ];
    const conditions = [
      ...where.map((part) => this.scalar(part, where.length + exists.length > 1 ? 3 : 0)),
      ...exists.map((each, at) => this.exists(each, where.length + at === 0 ? indent : `${indent}  `)),
    ];
    return conditions.length === 0 ? lines : [...lines, `WHERE ${conditions.join(`\n${indent}  AND `)}`];
  }

  private exists({ is, select }: Exists, indent: string): string {
    const inner = `${indent}  `;
    return `${is ? '' : 'NOT '}EXISTS (\n${inner}${['SELECT 1', ...this.rows(select, inner)].join(`\n${inner}`)}\n${indent})`;
  }

  /** OFFSET stands before LIMIT in Trino; DuckDB takes both orders. */
  private paging({ limit, offset }: Select): string[] {
    return [...(offset > 0 ? [`OFFSET ${offset}`] : []), ...(limit === null ? [] : [`LIMIT ${limit}`])];
  }

  private source(source: Source, indent: string): string {
    const alias = quoteName(source.alias);
    if (source.kind === 'table') return `${source.table.split('.').map(quoteName).join('.')} AS ${alias}`;
    const inner = `${indent}  `;
    if (source.kind === 'series') {
      const input = source.input === null ? null : this.source(source.input, inner);
      return `(${this.dialect.series({ from: this.scalar(source.from), through: this.scalar(source.through), step: source.step, type: source.from.type, column: quoteName(source.column), input })}) AS ${alias}`;
    }
    return `(\n${inner}${source.arms.map((arm) => this.select(arm, inner)).join(`\n${inner}UNION ALL\n${inner}`)}\n${indent}) AS ${alias}`;
  }

  /** By place where the group is a column of the answer: the same text need not be said twice. */
  private group(group: Scalar, select: Select): string {
    const place = select.columns.findIndex(({ value }) => sameScalar(value, group));
    return place >= 0 ? String(place + 1) : this.scalar(group);
  }

  private sortKey(key: Scalar, select: Select): string {
    const found = select.columns.find(({ value }) => sameScalar(value, key));
    return found ? quoteName(found.name) : this.scalar(key);
  }

  private conjunction(parts: readonly Scalar[]): string {
    return parts.length === 1 && parts[0]
      ? this.scalar(parts[0])
      : parts.map((part) => this.scalar(part, 3)).join(' AND ');
  }

  /** @param least precedence that needs no parentheses here */
  scalar(scalar: Scalar, least = 0): string {
    switch (scalar.kind) {
      case 'column':
        return `${quoteName(scalar.relation)}.${quoteName(scalar.column)}`;
      case 'literal':
        return writeLiteral(scalar.value, scalar.type, this.dialect);
      case 'value':
        return this.value(scalar);
      case 'aggregate':
        return this.aggregate(scalar);
      case 'over':
        return this.over(scalar);
      case 'call': {
        const print = this.dialect.calls[scalar.name];
        if (print === undefined) throw new Error(`${this.dialect.name} cannot print ${scalar.name}`);
        const own = PRECEDENCE[scalar.name] ?? ATOM;
        const text = print(
          scalar.args.map((arg) => this.scalar(arg, own === ATOM ? 0 : own + 1)),
          scalar,
        );
        return own < least ? `(${text})` : text;
      }
    }
  }

  private over({ name, args, ignoreNulls, partitionBy, orderBy }: Over): string {
    const parts = [
      ...(partitionBy.length > 0 ? [`PARTITION BY ${partitionBy.map((part) => this.scalar(part)).join(', ')}`] : []),
      ...(orderBy.length > 0
        ? [
            `ORDER BY ${orderBy.map(({ value, direction, nulls }) => `${this.scalar(value)} ${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`).join(', ')}`,
          ]
        : []),
    ];
    const ignoring = ignoreNulls === true ? ' IGNORE NULLS' : '';
    const [within, after] = this.dialect.can.ignoreNullsWithin ? [ignoring, ''] : ['', ignoring];
    const printed = args.map((arg) => this.scalar(arg)).join(', ');
    return `${name.toUpperCase()}(${printed}${within})${after} OVER (${parts.join(' ')})`;
  }

  private aggregate(aggregate: AggregateCall): string {
    const args = aggregate.args.map((each) => this.scalar(each));
    const condition = aggregate.where && this.scalar(aggregate.where);
    const filter = condition === undefined ? '' : ` FILTER (WHERE ${condition})`;
    return this.dialect.aggregates[aggregate.name]({ arg: args[0], args, call: aggregate, condition, filter });
  }

  private value({ value, type }: Value): string {
    if (!this.dialect.can.numberedParameters || value === null) return writeLiteral(value, type, this.dialect);
    this.parameters.push({ value, type });
    const place = `$${this.parameters.length}`;
    return type === 'text' || type === 'boolean' ? place : `CAST(${place} AS ${this.dialect.type(type)})`;
  }
}

const sameScalar = (a: Scalar, b: Scalar): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
