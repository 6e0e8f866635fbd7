import { type AggregateCall, all, any, type ColumnRef, column, type Scalar } from '../../expressions/scalar.js';
import type { Filter } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import { Names } from '../names.js';
import {
  type Aggregate,
  allColumns,
  type Named,
  outputColumn,
  type PlanNode,
  type Project,
  relationOf,
} from '../plan.js';
import { isMetricTime } from '../question.js';
import { AT_EDGE, AT_EDGE_COLUMN, atEdge, type Edge, edgeColumns, usesEdge, withoutEdge } from './edge.js';
import { missing } from './missing.js';
import type { Rows } from './rows.js';
import type { LeafSettings } from './settings.js';

/** What is measured over the rows of one pass; each metric keeps its own filter to itself, so that none changes another. */
export class Measures {
  private readonly asked = new Map<string, Named<AggregateCall>>();
  private readonly names = new Names();
  /** The filters of the metrics that are measured; undefined for one without. */
  private readonly metricFilters = new Map<string, Scalar | undefined>();

  constructor(
    private readonly settings: LeafSettings,
    private readonly from: Rows,
  ) {
    for (const dimension of settings.question.dimensions) this.names.take(dimension.name);
  }

  /** A measure over the rows that pass the filters; asked twice it is one column. */
  measure(aggregate: AggregateCall, filters: readonly Filter[], wanted: string): ColumnRef {
    return this.add(aggregate, filters, wanted, true);
  }

  /** How many rows pass the filters and are counted: a metric without rows shows its `empty` value. */
  rows(filters: readonly Filter[], wanted = 'rows'): ColumnRef {
    return this.measure(COUNT, filters, wanted);
  }

  /** How many rows pass the filters, also those that a semi-additive metric does not look at: these make a group. */
  present(filters: readonly Filter[]): ColumnRef {
    return this.add(COUNT, filters, 'rows', false);
  }

  /** The same rows with some of the measures. */
  only(wanted: (measure: AggregateCall) => boolean): Measures {
    const some = new Measures(this.settings, this.from);
    for (const [key, each] of this.asked) if (wanted(each.value)) some.asked.set(key, each);
    return some;
  }

  get all(): readonly Named<AggregateCall>[] {
    return [...this.asked.values()];
  }

  /** What a row must pass to count for some metric; nothing where one metric takes every row. */
  narrowing(read: (scalar: Scalar) => Scalar): readonly Scalar[] {
    const filters = [...this.metricFilters.values()];
    const narrow = this.settings.edge === null && filters.length > 0 && filters.every((filter) => filter !== undefined);
    return narrow ? [any((filters as Scalar[]).map(read))] : [];
  }

  private add(aggregate: AggregateCall, filters: readonly Filter[], wanted: string, edgeOnly: boolean): ColumnRef {
    const { dataset, edge } = this.settings;
    const own = aggregate.where === undefined ? [] : [new Map([[dataset, aggregate.where]])];
    const metricFilter = this.from.filter(filters);
    this.metricFilters.set(JSON.stringify(metricFilter) ?? '', metricFilter);
    if (own.length > 0 && metricFilter !== undefined && edge === null) this.add(COUNT, filters, 'rows', edgeOnly); // to be read by itself
    const filter = this.from.filter(edge === null ? [...filters, ...own] : own);
    const where = edge !== null && edgeOnly ? all([...(filter ? [filter] : []), AT_EDGE]) : filter;
    const args = aggregate.args.map((arg) => this.from.spell(arg, 'metric'));
    const { where: _own, ...bare } = aggregate;
    const measure: AggregateCall = { ...bare, args, ...(where && { where }) };
    const key = JSON.stringify(measure);
    const known = this.asked.get(key) ?? { name: this.names.take(wanted), value: measure };
    this.asked.set(key, known);
    return column(this.settings.relation, known.name, aggregate.type);
  }

  /** What measures are filtered by. */
  private flagsOf(): readonly Scalar[] {
    return this.all.flatMap(({ value: { where } }) =>
      where === undefined || isTrue(withoutEdge(where)) ? [] : [withoutEdge(where)],
    );
  }

  private readsOf(): readonly Scalar[] {
    return this.all.flatMap(({ value: { args, where } }) => [...args, ...(where ? [withoutEdge(where)] : [])]);
  }

  /** The column of prepared rows that holds what a measure reads. */
  reader(rows: PlanNode): (scalar: Scalar) => Scalar {
    const names = new Map<string, string>();
    for (const scalar of this.readsOf())
      if (!names.has(JSON.stringify(scalar))) names.set(JSON.stringify(scalar), `read_${names.size + 1}`);
    return (scalar) => column(relationOf(rows), names.get(JSON.stringify(scalar)) ?? missing('read'), scalar.type);
  }

  /** The measures, reading the columns of prepared rows. */
  overColumns(rows: PlanNode): readonly Named<AggregateCall>[] {
    const read = this.reader(rows);
    return this.all.map(({ name, value: { where, ...measure } }) => {
      const parts =
        where === undefined
          ? []
          : [
              ...(isTrue(withoutEdge(where)) ? [] : [read(withoutEdge(where))]),
              ...(usesEdge(where) ? [outputColumn(rows, AT_EDGE_COLUMN)] : []),
            ];
      return {
        name,
        value: { ...measure, args: measure.args.map(read), ...(parts.length > 0 && { where: all(parts) }) },
      };
    });
  }

  /** Rows as columns: groups, and what the measures read; each row once for each group, however many partners it met. */
  prepared(distinct = this.from.pairs, withEdge = true): PlanNode {
    const { edge } = this.settings;
    const reads = new Map<string, Named>();
    for (const scalar of this.readsOf())
      if (!reads.has(JSON.stringify(scalar)))
        reads.set(JSON.stringify(scalar), { name: `read_${reads.size + 1}`, value: scalar });
    const flags = new Set(this.flagsOf().map((flag) => JSON.stringify(flag)));
    const keys = this.from.pairs ? this.keyColumns() : [];
    const edges = edge === null ? [] : edgeColumns(edge, this.from.joins);
    const columns = [...this.from.groups, ...reads.values(), ...keys, ...edges];
    const relation = `${this.settings.relation}_rows`;
    const pairs = this.from.pairs;
    const isFlag = ({ value: scalar }: Named): boolean => pairs && flags.has(JSON.stringify(scalar));
    // A row passes a metric's filter in a group if one of its pairs there does; it stays one row for the others
    const passes = columns.filter(isFlag).map(
      ({ name, value: scalar }): Named<AggregateCall> => ({
        name,
        value: { kind: 'aggregate', name: 'max', args: [scalar], type: 'boolean' },
      }),
    );
    const rows: PlanNode =
      distinct || pairs
        ? {
            kind: 'aggregate',
            relation,
            input: this.from.filtered(),
            groups: columns.filter((each) => !isFlag(each)),
            measures: passes,
          }
        : { kind: 'project', relation, input: this.from.filtered(), columns };
    return edge === null || !withEdge ? rows : this.withEdge(rows, edge);
  }

  private withEdge(rows: PlanNode, edge: Edge): Project {
    const times = new Set(this.settings.question.dimensions.filter(isMetricTime).map(({ name }) => name));
    const periods = this.from.groups.filter(({ name }) => times.has(name)).map(({ name }) => outputColumn(rows, name));
    return {
      kind: 'project',
      relation: `${this.settings.relation}_edges`,
      input: rows,
      columns: [...allColumns(rows), atEdge(rows, edge, periods)],
    };
  }

  private keyColumns(): readonly Named[] {
    const key = this.from.joins.key();
    if (key.length === 0)
      return refuse({
        code: 'FAN_OUT',
        message: `Rows of "${this.settings.dataset}" meet several partners here, and the dataset has no key to count them once by.`,
        hint: 'Declare its key:.',
      });
    return key.map((part, index) => ({ name: `key_${index + 1}`, value: part }));
  }

  /** Grouped by the pass's own groups. */
  aggregated(): Aggregate {
    const measures = this.all;
    const simple = (!this.from.pairs || measures.length === 0) && this.settings.edge === null;
    if (simple)
      return {
        kind: 'aggregate',
        relation: this.settings.relation,
        input: this.from.filtered(),
        groups: this.from.groups,
        measures,
      };
    const rows = this.prepared();
    return {
      kind: 'aggregate',
      relation: this.settings.relation,
      input: rows,
      groups: this.from.groups.map(({ name }) => ({ name, value: outputColumn(rows, name) })),
      measures: this.overColumns(rows),
    };
  }
}

const COUNT: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };

const isTrue = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === true;
