import type { AggregateCall, ColumnRef } from '../../expressions/scalar.js';
import type { Filter } from '../../model/model.js';
import type { Frame } from '../frame.js';
import { looksAway } from '../movement.js';
import { inZone } from '../periods.js';
import { type Aggregate, type Named, outputColumn, type PlanNode, relationOf } from '../plan.js';
import { Looking } from './looking.js';
import { Measures } from './measures.js';
import { Rows } from './rows.js';
import type { LeafSettings } from './settings.js';
import { looked, type Pass, windowed } from './windowed.js';

/**
 * One pass over one dataset: its rows under the question's conditions, grouped by the question's dimensions. Measures of
 * several metrics share it; each keeps its own filter to itself, so that no metric changes another.
 */
export class Leaf {
  readonly relation: string;
  private readonly from: Rows;
  private readonly measured: Measures;
  private made: PlanNode | null = null;

  constructor(private readonly settings: LeafSettings) {
    this.relation = settings.relation;
    this.from = new Rows(settings);
    this.measured = new Measures(settings, this.from);
  }

  /** A measure over the rows that pass the filters; asked twice it is one column. */
  measure(aggregate: AggregateCall, filters: readonly Filter[], wanted: string): ColumnRef {
    return this.measured.measure(aggregate, filters, wanted);
  }

  /** How many rows pass the filters and are counted: a metric without rows shows its `empty` value. */
  rows(filters: readonly Filter[], wanted = 'rows'): ColumnRef {
    return this.measured.rows(filters, wanted);
  }

  /** How many rows pass the filters, also those that a semi-additive metric does not look at: these make a group. */
  present(filters: readonly Filter[]): ColumnRef {
    return this.measured.present(filters);
  }

  /** Whether it needs the groups of the answer first. */
  get needsFrame(): boolean {
    return looksAway(this.settings.movement);
  }

  /** One row for each group, its columns those of `relation`. Call it last: what is asked after is not in it. */
  node(frame: Frame | null): PlanNode {
    this.made ??= this.make(frame);
    return this.made;
  }

  /** The groups in which a row counts for some measure. */
  counted(): PlanNode {
    const rows = this.from.filtered();
    const where = this.measured.narrowing((scalar) => scalar);
    const input: PlanNode = where.length === 0 ? rows : { kind: 'filter', input: rows, where };
    return { kind: 'aggregate', relation: `${this.relation}_counted`, input, groups: this.from.groups, measures: [] };
  }

  /** The combinations of the other dimensions that have rows of a measure which some period of a frame looks at. */
  lookedAt(given: Frame, names: readonly string[]): PlanNode {
    const { looking } = this.pass();
    const periods = looking.placed(given);
    const rows = this.measured.prepared(this.from.pairs, this.settings.movement.window === null);
    const where = this.measured.narrowing(this.measured.reader(rows));
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: periods.node,
      right: rows,
      on: looking.matches(periods, relationOf(rows), []),
    };
    const input: PlanNode = where.length === 0 ? joined : { kind: 'filter', input: joined, where };
    return {
      kind: 'aggregate',
      relation: `${this.relation}_seen`,
      input,
      groups: names.map((name) => ({ name, value: outputColumn(rows, name) })),
      measures: [],
    };
  }

  /** The names of the pass's own groups. */
  get groups(): readonly string[] {
    return this.from.groups.map(({ name }) => name);
  }

  /** Values by the pass's own groups, as each group of a frame looks at them. */
  lookedFrom(given: Frame, inner: Aggregate, relation: string): PlanNode {
    const { from, looking } = this.pass();
    return looked({ from, looking }, looking.placed(given.periods ?? given), inner, relation);
  }

  /**
   * The rows themselves, with their groups, as events: `event.1…` the dimensions named, `event.time` on the zone's wall
   * clock, `event.instant` where the moment itself differs, `event.key_1…`.
   */
  events(names: readonly string[], filters: readonly Filter[]): PlanNode {
    const filter = this.from.filter(filters);
    const { joins } = this.from;
    const time = this.from.time.ownTime();
    const clock = inZone(time, this.settings.question.zone);
    const columns: Named[] = [
      ...this.from.groups,
      ...names.map((name, index): Named => ({ name: `event.${index + 1}`, value: joins.own(name) })),
      { name: 'event.time', value: clock },
      ...(clock === time ? [] : [{ name: 'event.instant', value: time }]),
      ...joins.key().map((value, index): Named => ({ name: `event.key_${index + 1}`, value })),
    ];
    const rows = this.from.filtered();
    const input: PlanNode = filter === undefined ? rows : { kind: 'filter', input: rows, where: [filter] };
    const relation = `${this.relation}_events`;
    return this.from.pairs
      ? { kind: 'aggregate', relation, input, groups: columns, measures: [] }
      : { kind: 'project', relation, input, columns };
  }

  private make(given: Frame | null): PlanNode {
    if (!this.needsFrame) return this.measured.aggregated();
    if (given === null) throw new Error('a pass that looks away needs a frame');
    const pass = this.pass();
    const frame = pass.looking.placed(given.periods ?? given);
    if (this.settings.movement.window !== null) return windowed(pass, frame);
    return looked(pass, frame, { ...this.measured.aggregated(), relation: `${this.relation}_then` }, this.relation);
  }

  private pass(): Pass {
    const { settings, from, measured } = this;
    if (from.timeline === null) throw new Error('a pass that looks away needs metric_time');
    return { settings, from, measured, looking: new Looking(settings, from.timeline) };
  }
}
