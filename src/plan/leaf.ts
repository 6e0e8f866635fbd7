import { type AggregateCall, all, any, call, column, type ColumnRef, mapScalar, not, type Scalar, value } from '../expressions/scalar.js';
import { type Filter, type Model, METRIC_TIME } from '../model/model.js';
import type { Condition, MetricRequest, RequestedDimension } from '../request/metric-request.js';
import { Joins } from './joins.js';
import { Names } from './names.js';
import { inZone, instantOf, partOf, periodOf, spellPeriods } from './periods.js';
import type { Aggregate, Named, PlanNode } from './plan.js';
import { testOf } from './tests.js';

/** The part of a request that every leaf shares. */
export type Question = Pick<MetricRequest, 'dimensions' | 'where' | 'segments' | 'time' | 'zone'>;

/**
 * One pass over one dataset: its rows under the question's conditions, grouped by the question's dimensions. Measures of
 * several metrics share it; each keeps its own filter to itself, so that no metric changes another.
 */
export class Leaf {
  readonly relation: string;
  private readonly joins: Joins;
  private readonly names = new Names();
  private readonly groups: readonly Named[];
  private readonly conditions: readonly Scalar[];
  private readonly measures = new Map<string, Named<AggregateCall>>();

  constructor(
    model: Model,
    readonly dataset: string,
    private readonly time: string | null,
    private readonly question: Question,
    dimensionNames: readonly string[],
  ) {
    const found = model.datasets.get(dataset);
    if (found === undefined) throw new Error(`no dataset ${dataset}`);
    this.joins = new Joins(model, found);
    this.relation = `by_${dataset}`;
    this.groups = question.dimensions.map((dimension, index) => ({ name: this.names.take(dimensionNames[index] ?? dimension.as), value: this.dimension(dimension) }));
    this.conditions = [
      ...question.where.map((condition) => this.condition(condition)),
      ...question.segments.map((name) => this.periods(this.joins.spell(found.segments.get(name) ?? missing(`segment ${name}`), 'query'))),
      ...this.range(),
    ];
  }

  /** A measure over the rows that pass the filters; asked twice it is one column. */
  measure(aggregate: AggregateCall, filters: readonly Filter[], wanted: string): ColumnRef {
    const where = this.filter([...filters, ...(aggregate.where ? [new Map([[this.dataset, aggregate.where]])] : [])]);
    const args = aggregate.args.map((arg) => this.periods(this.joins.spell(arg, 'metric')));
    const { where: _own, ...bare } = aggregate;
    const measure: AggregateCall = { ...bare, args, ...(where && { where }) };
    const key = JSON.stringify(measure);
    const known = this.measures.get(key) ?? { name: this.names.take(wanted), value: measure };
    this.measures.set(key, known);
    return column(this.relation, known.name, aggregate.type);
  }

  /** How many rows pass the filters: a metric without rows shows its `empty` value. */
  rows(filters: readonly Filter[], wanted = 'rows'): ColumnRef {
    return this.measure({ kind: 'aggregate', name: 'count', args: [], type: 'integer' }, filters, wanted);
  }

  /** Call it last: what is asked after is not in it. */
  node(): Aggregate {
    const rows = this.joins.node();
    const input: PlanNode = this.conditions.length === 0 ? rows : { kind: 'filter', input: rows, where: this.conditions };
    return { kind: 'aggregate', relation: this.relation, input, groups: this.groups, measures: [...this.measures.values()] };
  }

  private filter(filters: readonly Filter[]): Scalar | undefined {
    const parts = filters.flatMap((filter) => {
      const own = filter.get(this.dataset);
      if (own === undefined) return [];
      const needs: Scalar[] = [];
      const spelled = this.periods(this.joins.spell(own, 'metric', needs));
      return [...needs, spelled];
    });
    return parts.length === 0 ? undefined : all(distinct(parts));
  }

  private dimension(dimension: RequestedDimension): Scalar {
    const of = this.path(dimension);
    if (dimension.part !== null) return partOf(of, dimension.part, this.question.zone);
    if (dimension.grain === null) return of.type === 'timestamp' ? inZone(of, this.question.zone) : of;
    return dimension.instants ? instantOf(of, dimension.grain, this.question.zone) : periodOf(of, dimension.grain, this.question.zone);
  }

  private condition(condition: Condition): Scalar {
    switch (condition.kind) {
      case 'any':
        return any(condition.of.map((each) => this.condition(each)));
      case 'all':
        return all(condition.of.map((each) => this.condition(each)));
      case 'not':
        return not(this.condition(condition.of));
      case 'test': {
        const of = this.path(condition);
        const asked = condition.grain === null ? inZone(of, this.question.zone) : periodOf(of, condition.grain, this.question.zone);
        return testOf(asked, condition.test);
      }
    }
  }

  private path({ paths }: Pick<RequestedDimension, 'paths'>): Scalar {
    const path = paths.get(this.dataset) ?? missing(`path from ${this.dataset}`);
    return path.text === METRIC_TIME ? this.metricTime() : this.joins.value(path, 'query');
  }

  private metricTime(): Scalar {
    const dimension = this.joins.dataset.dimensions.get(this.time ?? '') ?? missing(`time of ${this.dataset}`);
    return this.joins.spell(dimension.expression, 'query');
  }

  /** Half-open, on the wall clock of the zone; a row without a time is not in any range. */
  private range(): readonly Scalar[] {
    const { time, zone } = this.question;
    if (time === null) return [];
    const of = inZone(this.metricTime(), zone);
    const timestamp = of.type === 'date' ? call('cast', [of], 'timestamp') : of;
    return [call('>=', [timestamp, value(time.from, 'timestamp')], 'boolean'), call('<', [timestamp, value(time.to, 'timestamp')], 'boolean')];
  }

  private periods(scalar: Scalar): Scalar {
    return mapScalar(scalar, (node) => spellPeriods(node, this.question.zone));
  }
}

const missing = (what: string): never => {
  throw new Error(`no ${what}`);
};

function distinct(parts: readonly Scalar[]): Scalar[] {
  const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...seen.values()];
}

