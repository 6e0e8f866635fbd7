import {
  type AggregateCall,
  all,
  any,
  type ColumnRef,
  call,
  choose,
  column,
  isNotNull,
  literal,
  mapScalar,
  not,
  nullOf,
  type Scalar,
  value,
} from '../expressions/scalar.js';
import { type Filter, METRIC_TIME, type Model, type SemiAdditive, type Window } from '../model/model.js';
import type { DimensionPath } from '../model/path.js';
import { refuse } from '../problems/problem.js';
import type { Condition, RequestedDimension, RequestedGrain } from '../request/metric-request.js';
import { isCalendarGrain } from '../time/grain.js';
import { lookedAtDays, nextUnits, spineOf, unitNames, unitPlaces } from './custom-grains.js';
import { type Frame, frameColumn, isSame } from './frame.js';
import { type JoinContext, Joins } from './joins.js';
import { isStill, isWholeUnit, looksAway, type Movement } from './movement.js';
import { Names } from './names.js';
import { instantOf, inZone, partOf, periodOf, spellPeriods, wall } from './periods.js';
import { type Aggregate, type Named, outputOf, type PlanNode, type Project, relationOf } from './plan.js';
import { isMetricTime, type Question, type QuestionDimension, reportsTime, speaksOfTime } from './question.js';
import { reachOf } from './reach.js';
import { testOf } from './tests.js';
import {
  movedTime,
  notExpressible,
  plus,
  type Shift,
  sourcePeriod,
  type Timeline,
  timelineOf,
  trunc,
  wallPeriod,
} from './timeline.js';
import { customSpan, unitOf, windowHolds } from './window.js';

/** The rows of one semi-additive metric: filtered first, then only those at an edge of time count. */
export interface Edge {
  readonly of: SemiAdditive;
  readonly filters: readonly Filter[];
}

export interface LeafSettings {
  readonly model: Model;
  readonly question: Question;
  readonly dataset: string;
  /** The dimension that metric_time means here. */
  readonly time: string | null;
  readonly movement: Movement;
  readonly edge: Edge | null;
  readonly relation: string;
  readonly metricValue: JoinContext['metricValue'];
}

/** Name of the column that holds a row's unit of time, for windows. */
const UNIT = 'unit';
/** Name of the column that holds a group's place among custom units. */
const PLACE = 'unit_place';

/**
 * One pass over one dataset: its rows under the question's conditions, grouped by the question's dimensions. Measures of
 * several metrics share it; each keeps its own filter to itself, so that no metric changes another.
 */
export class Leaf {
  readonly relation: string;
  private readonly joins: Joins;
  private readonly names = new Names();
  private readonly timeline: Timeline | null;
  private readonly groups: readonly Named[];
  private readonly conditions: readonly Scalar[];
  private readonly measures = new Map<string, Named<AggregateCall>>();
  /** The filters of the metrics that are measured; undefined for one without. */
  private readonly metricFilters = new Map<string, Scalar | undefined>();
  private made: PlanNode | null = null;

  constructor(private readonly settings: LeafSettings) {
    const { model, question, dataset, movement } = settings;
    const found = model.datasets.get(dataset) ?? missing(`dataset ${dataset}`);
    this.relation = settings.relation;
    this.joins = new Joins(model, found, {
      day: () => this.day(this.ownTime()),
      local: (time) => inZone(time, question.zone),
      metricValue: settings.metricValue,
    });
    this.timeline = isStill(movement) ? null : timelineOf(question);
    if (this.timeline === null && movement.looks.length > 0)
      notExpressible('at_start_of needs metric_time among the dimensions.');
    for (const dimension of question.dimensions) this.names.take(dimension.name);
    this.groups = this.groupsOf(question);
    for (const paths of question.touched ?? []) this.touch(paths.get(dataset));
    const edgeFilter = settings.edge === null ? undefined : this.filter(settings.edge.filters);
    this.conditions = [
      ...question.where.flatMap((condition) => this.rowCondition(condition)),
      ...question.segments.map((name) => this.spell(found.segments.get(name) ?? missing(`segment ${name}`), 'query')),
      ...(this.reports ? this.range() : this.reach()),
      ...(movement.moves.length > 0 ? this.hasMoved() : []),
      ...(edgeFilter ? [edgeFilter] : []),
    ];
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
    const rows = this.filtered();
    const where = this.narrowing((scalar) => scalar);
    const input: PlanNode = where.length === 0 ? rows : { kind: 'filter', input: rows, where };
    return { kind: 'aggregate', relation: `${this.relation}_counted`, input, groups: this.groups, measures: [] };
  }

  /** The combinations of the other dimensions that have rows of a measure which some period of a frame looks at. */
  lookedAt(given: Frame, names: readonly string[]): PlanNode {
    const periods = this.placed(given);
    const rows = this.prepared(this.joins.pairs, this.settings.movement.window === null);
    const where = this.narrowing(this.reader(rows));
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: periods.node,
      right: rows,
      on: this.matches(periods, relationOf(rows), []),
    };
    const input: PlanNode = where.length === 0 ? joined : { kind: 'filter', input: joined, where };
    return {
      kind: 'aggregate',
      relation: `${this.relation}_seen`,
      input,
      groups: names.map((name) => ({ name, value: ref(rows, name) })),
      measures: [],
    };
  }

  /** The rows themselves, with their groups, as events: `event_1…` the dimensions named, `event_time`, `event_key_1…`. */
  events(names: readonly string[], filters: readonly Filter[]): PlanNode {
    const filter = this.filter(filters);
    const columns: Named[] = [
      ...this.groups,
      ...names.map((name, index): Named => ({ name: `event_${index + 1}`, value: this.joins.own(name) })),
      { name: 'event_time', value: inZone(this.ownTime(), this.settings.question.zone) },
      ...this.joins.key().map((value, index): Named => ({ name: `event_key_${index + 1}`, value })),
    ];
    const rows = this.filtered();
    const input: PlanNode = filter === undefined ? rows : { kind: 'filter', input: rows, where: [filter] };
    const relation = `${this.relation}_events`;
    return this.joins.pairs
      ? { kind: 'aggregate', relation, input, groups: columns, measures: [] }
      : { kind: 'project', relation, input, columns };
  }

  private get reports(): boolean {
    return isStill(this.settings.movement) || this.timeline === null;
  }

  /** What a row must pass to count for some metric; nothing where one metric takes every row. */
  private narrowing(read: (scalar: Scalar) => Scalar): readonly Scalar[] {
    const filters = [...this.metricFilters.values()];
    const narrow = this.settings.edge === null && filters.length > 0 && filters.every((filter) => filter !== undefined);
    return narrow ? [any((filters as Scalar[]).map(read))] : [];
  }

  private add(aggregate: AggregateCall, filters: readonly Filter[], wanted: string, atEdge: boolean): ColumnRef {
    const { dataset, edge } = this.settings;
    const own = aggregate.where === undefined ? [] : [new Map([[dataset, aggregate.where]])];
    const metricFilter = this.filter(filters);
    this.metricFilters.set(JSON.stringify(metricFilter) ?? '', metricFilter);
    if (own.length > 0 && metricFilter !== undefined && edge === null) this.add(COUNT, filters, 'rows', atEdge); // to be read by itself
    const filter = this.filter(edge === null ? [...filters, ...own] : own);
    const where = edge !== null && atEdge ? all([...(filter ? [filter] : []), AT_EDGE]) : filter;
    const args = aggregate.args.map((arg) => this.spell(arg, 'metric'));
    const { where: _own, ...bare } = aggregate;
    const measure: AggregateCall = { ...bare, args, ...(where && { where }) };
    const key = JSON.stringify(measure);
    const known = this.measures.get(key) ?? { name: this.names.take(wanted), value: measure };
    this.measures.set(key, known);
    return column(this.relation, known.name, aggregate.type);
  }

  private make(given: Frame | null): PlanNode {
    if (!this.needsFrame) return this.aggregated();
    if (given === null) throw new Error('a pass that looks away needs a frame');
    const frame = this.placed(given);
    return this.settings.movement.window === null ? this.looked(frame) : this.windowed(frame);
  }

  /** Grouped by the pass's own groups. */
  private aggregated(): Aggregate {
    const measures = [...this.measures.values()];
    const simple = (!this.joins.pairs || measures.length === 0) && this.settings.edge === null;
    if (simple)
      return { kind: 'aggregate', relation: this.relation, input: this.filtered(), groups: this.groups, measures };
    const rows = this.prepared();
    return {
      kind: 'aggregate',
      relation: this.relation,
      input: rows,
      groups: this.groups.map(({ name }) => ({ name, value: ref(rows, name) })),
      measures: this.overColumns(rows),
    };
  }

  /** A shift by a custom grain is looked up by day; the others are reckoned. */
  private lookThrough(frame: Frame, shift: Shift, index: number): Frame {
    const timeline = this.timeline ?? missing('timeline');
    const at = this.lookFrom(frame, timeline);
    const grain = shift.kind === 'start' ? shift.grain : shift.span.grain;
    if (shift.kind === 'start' && isWholeUnit(this.settings.model, timeline.grain, grain))
      return { node: frame.node, at: at.kind === 'column' ? at : frame.at };
    const custom = !isCalendarGrain(grain);
    const byDay =
      typeof timeline.grain === 'string' &&
      (timeline.grain === 'day' || (shift.kind === 'start' && at.type === 'date'));
    if (custom && !byDay)
      notExpressible(`A shift by ${grain} is asked by day${shift.kind === 'back' ? ` or by ${grain}` : ''}.`);
    const name = `looks_at_${index + 1}`;
    const columns = outputOf(frame.node).map(
      (each): Named => ({ name: each.name, value: column(relationOf(frame.node), each.name, each.type) }),
    );
    const relation = `${this.relation}_looking_${index + 1}`;
    if (!custom) {
      const then = sourcePeriod(at, timeline.grain, shift);
      const node: PlanNode = {
        kind: 'project',
        relation,
        input: frame.node,
        columns: [...columns, { name, value: then }],
      };
      return { node, at: column(relation, name, then.type) };
    }
    const days = lookedAtDays(spineOf(this.settings.model, grain), grain, shift, `${this.relation}_days_${index + 1}`);
    const found = ref(days, 'looks_at');
    const then = typeof timeline.grain === 'string' ? trunc(timeline.grain, found) : found;
    const node: PlanNode = {
      kind: 'project',
      relation,
      input: {
        kind: 'join',
        type: 'inner',
        left: frame.node,
        right: days,
        on: [call('=', [at, ref(days, 'day')], 'boolean')],
      },
      columns: [...columns, { name, value: then }],
    };
    return { node, at: column(relation, name, then.type) };
  }

  /** A window in custom units looks from their places in the spine. */
  private placed(frame: Frame): Frame {
    const { window } = this.settings.movement;
    const looking = this.settings.movement.looks.reduce(
      (at: Frame, shift, index) => this.lookThrough(at, shift, index),
      frame,
    );
    const grain = window === null ? null : customSpan(window);
    if (grain === null || looking.at === null) return looking;
    const places = unitPlaces(spineOf(this.settings.model, grain), grain, `${this.relation}_places_of_groups`);
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: looking.node,
      right: places,
      on: [call('=', [looking.at, ref(places, 'unit')], 'boolean')],
    };
    const columns = outputOf(looking.node).map(
      ({ name, type }): Named => ({ name, value: column(relationOf(looking.node), name, type) }),
    );
    const node: PlanNode = {
      kind: 'project',
      relation: `${this.relation}_placed`,
      input: joined,
      columns: [...columns, { name: PLACE, value: ref(places, 'place') }],
    };
    return { node, at: column(relationOf(node), PLACE, 'integer') };
  }

  /** Each group of the frame looks at the group of another period. */
  private looked(frame: Frame): Project {
    const inner: Aggregate = { ...this.aggregated(), relation: `${this.relation}_then` };
    const on = this.matches(frame, inner.relation, this.otherDimensions());
    return {
      kind: 'project',
      relation: this.relation,
      input: { kind: 'join', type: 'inner', left: frame.node, right: inner, on },
      columns: [
        ...groupsOfFrame(frame),
        ...inner.measures.map(
          ({ name, value: { type } }): Named => ({ name, value: column(inner.relation, name, type) }),
        ),
      ],
    };
  }

  /** Each group of the frame is aggregated anew from the rows of its window. */
  private windowed(frame: Frame): Aggregate {
    if (this.settings.edge !== null) return this.windowedAtEdge(frame, this.settings.edge);
    const names = [...this.measures.values()].map(({ value: { name } }) => name);
    const partial = names.every((name) => name in MERGED);
    const rows = this.prepared(!partial && names.every((name) => REPEATABLE.has(name)));
    const measures = this.overColumns(rows);
    const daily: PlanNode = partial
      ? {
          kind: 'aggregate',
          relation: `${this.relation}_units`,
          input: rows,
          groups: this.groups.map(({ name }) => ({ name, value: ref(rows, name) })),
          measures,
        }
      : rows;
    const on = this.matches(frame, relationOf(daily), this.otherDimensions());
    return {
      kind: 'aggregate',
      relation: this.relation,
      input: { kind: 'join', type: 'inner', left: frame.node, right: daily, on },
      groups: groupsOfFrame(frame),
      measures: partial
        ? measures.map(({ name, value: { name: aggregate, type } }) => ({
            name,
            value: {
              kind: 'aggregate',
              name: MERGED[aggregate] ?? 'sum',
              args: [column(relationOf(daily), name, type)],
              type,
            },
          }))
        : measures,
    };
  }

  /** The edge of time is chosen within each window, whatever the other dimensions; then its rows are given to the groups. */
  private windowedAtEdge(frame: Frame, edge: Edge): Aggregate {
    const rows = this.prepared(this.joins.pairs, false);
    const at = frame.at ?? missing('period of the frame');
    const names = outputOf(frame.node).filter(({ name }) => name === at.column || name.startsWith('in_'));
    const points: PlanNode = {
      kind: 'aggregate',
      relation: `${this.relation}_points`,
      input: frame.node,
      groups: names.map(({ name, type }) => ({ name, value: column(relationOf(frame.node), name, type) })),
      measures: [],
    };
    const point: Frame = { node: points, at: column(relationOf(points), at.column, at.type) };
    const joined: PlanNode = {
      kind: 'join',
      type: 'inner',
      left: points,
      right: rows,
      on: this.matches(point, relationOf(rows), []),
    };
    const over = ref(rows, 'edge_of');
    const partitionBy = [point.at as Scalar, ...edge.of.per.map((_name, index) => ref(rows, `per_${index + 1}`))];
    const edgeOf: Scalar = {
      kind: 'over',
      name: edge.of.take === 'last' ? 'max' : 'min',
      args: [over],
      partitionBy,
      orderBy: [],
      type: over.type,
    };
    const edges: Project = {
      kind: 'project',
      relation: `${this.relation}_edges`,
      input: joined,
      columns: [
        { name: 'point', value: point.at as Scalar },
        ...outputOf(rows).map(({ name }): Named => ({ name, value: ref(rows, name) })),
        { name: 'at_edge', value: call('=', [over, edgeOf], 'boolean') },
      ],
    };
    const on = [
      call('=', [at, ref(edges, 'point')], 'boolean'),
      ...this.otherDimensions().map((dimension) =>
        isSame(frameColumn(frame, dimension.name), ref(edges, dimension.name)),
      ),
    ];
    return {
      kind: 'aggregate',
      relation: this.relation,
      input: { kind: 'join', type: 'inner', left: frame.node, right: edges, on },
      groups: groupsOfFrame(frame),
      measures: this.overColumns(edges),
    };
  }

  private lookFrom(frame: Frame, timeline: Timeline): Scalar {
    const at = frame.at ?? missing('period of the frame');
    return at.column === timeline.dimension.name ? wallPeriod(timeline, at, this.settings.question.zone) : at;
  }

  private matches(frame: Frame, relation: string, same: readonly QuestionDimension[]): readonly Scalar[] {
    const { movement } = this.settings;
    const timeline = this.timeline ?? missing('timeline');
    const from = this.lookFrom(frame, timeline);
    const dimensions = same.map((dimension) =>
      isSame(frameColumn(frame, dimension.name), column(relation, dimension.name, dimension.type)),
    );
    if (movement.window === null) {
      const there = column(relation, timeline.dimension.name, from.type);
      const itself = movement.looks.every(
        (shift) => shift.kind === 'start' && isWholeUnit(this.settings.model, timeline.grain, shift.grain),
      );
      // A period that is its own start is looked at whole, also the one of rows without a period
      return [itself ? isSame(from, there) : call('=', [from, there], 'boolean'), ...dimensions];
    }
    const custom = this.customPair(frame, relation);
    return [...windowHolds(movement.window, from, column(relation, UNIT, from.type), custom), ...dimensions];
  }

  /** Month to date in a custom calendar: both sides carry their custom period. */
  private customPair(frame: Frame, relation: string): readonly [Scalar, Scalar] | null {
    const { window } = this.settings.movement;
    if (window?.kind !== 'to_date' || isCalendarGrain(window.grain)) return null;
    const name = unitNames(window.grain);
    return [frameColumn(frame, name), column(relation, name, frameColumn(frame, name).type)];
  }

  /** Rows as columns: groups, and what the measures read; each row once for each group, however many partners it met. */
  private prepared(distinct = this.joins.pairs, atEdge = true): PlanNode {
    const { edge } = this.settings;
    const reads = new Map<string, Named>();
    for (const scalar of this.readsOf())
      if (!reads.has(JSON.stringify(scalar)))
        reads.set(JSON.stringify(scalar), { name: `read_${reads.size + 1}`, value: scalar });
    const flags = new Set(this.flagsOf().map((flag) => JSON.stringify(flag)));
    const keys = this.joins.pairs ? this.keyColumns() : [];
    const edges: Named[] =
      edge === null
        ? []
        : [
            { name: 'edge_of', value: this.joins.own(edge.of.over) },
            ...edge.of.per.map((name, index): Named => ({ name: `per_${index + 1}`, value: this.joins.own(name) })),
          ];
    const columns = [...this.groups, ...reads.values(), ...keys, ...edges];
    const relation = `${this.relation}_rows`;
    const pairs = this.joins.pairs;
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
            input: this.filtered(),
            groups: columns.filter((each) => !isFlag(each)),
            measures: passes,
          }
        : { kind: 'project', relation, input: this.filtered(), columns };
    return edge === null || !atEdge ? rows : this.withEdge(rows, edge, columns);
  }

  private withEdge(rows: PlanNode, edge: Edge, columns: readonly Named[]): Project {
    const times = new Set(this.settings.question.dimensions.filter(isMetricTime).map(({ name }) => name));
    const periods = this.groups.filter(({ name }) => times.has(name)).map(({ name }) => ref(rows, name));
    const partitionBy = [...periods, ...edge.of.per.map((_name, index) => ref(rows, `per_${index + 1}`))];
    const over = ref(rows, 'edge_of');
    const edgeOf: Scalar = {
      kind: 'over',
      name: edge.of.take === 'last' ? 'max' : 'min',
      args: [over],
      partitionBy,
      orderBy: [],
      type: over.type,
    };
    return {
      kind: 'project',
      relation: `${this.relation}_edges`,
      input: rows,
      columns: [
        ...columns.map(({ name }): Named => ({ name, value: ref(rows, name) })),
        { name: 'at_edge', value: call('=', [over, edgeOf], 'boolean') },
      ],
    };
  }

  private keyColumns(): readonly Named[] {
    const key = this.joins.key();
    if (key.length === 0)
      return refuse({
        code: 'FAN_OUT',
        message: `Rows of "${this.settings.dataset}" meet several partners here, and the dataset has no key to count them once by.`,
        hint: 'Declare its key:.',
      });
    return key.map((part, index) => ({ name: `key_${index + 1}`, value: part }));
  }

  /** What measures are filtered by. */
  private flagsOf(): readonly Scalar[] {
    return [...this.measures.values()].flatMap(({ value: { where } }) =>
      where === undefined || isTrue(withoutEdge(where)) ? [] : [withoutEdge(where)],
    );
  }

  private readsOf(): readonly Scalar[] {
    return [...this.measures.values()].flatMap(({ value: { args, where } }) => [
      ...args,
      ...(where ? [withoutEdge(where)] : []),
    ]);
  }

  /** The column of prepared rows that holds what a measure reads. */
  private reader(rows: PlanNode): (scalar: Scalar) => Scalar {
    const names = new Map<string, string>();
    for (const scalar of this.readsOf())
      if (!names.has(JSON.stringify(scalar))) names.set(JSON.stringify(scalar), `read_${names.size + 1}`);
    return (scalar) => column(relationOf(rows), names.get(JSON.stringify(scalar)) ?? missing('read'), scalar.type);
  }

  /** The measures, reading the columns of prepared rows. */
  private overColumns(rows: PlanNode): readonly Named<AggregateCall>[] {
    const read = this.reader(rows);
    return [...this.measures.values()].map(({ name, value: { where, ...measure } }) => {
      const parts =
        where === undefined
          ? []
          : [
              ...(isTrue(withoutEdge(where)) ? [] : [read(withoutEdge(where))]),
              ...(usesEdge(where) ? [column(relationOf(rows), 'at_edge', 'boolean')] : []),
            ];
      return {
        name,
        value: { ...measure, args: measure.args.map(read), ...(parts.length > 0 && { where: all(parts) }) },
      };
    });
  }

  private filtered(): PlanNode {
    const rows = this.joins.node();
    return this.conditions.length === 0 ? rows : { kind: 'filter', input: rows, where: this.conditions };
  }

  private groupsOf(question: Question): readonly Named[] {
    const { window, looks } = this.settings.movement;
    if (window === null && looks.length === 0)
      return question.dimensions.map((dimension) => ({ name: dimension.name, value: this.dimension(dimension) }));
    const timeline = this.timeline ?? missing('timeline');
    const others = this.otherDimensions().map(
      (dimension): Named => ({ name: dimension.name, value: this.dimension(dimension) }),
    );
    if (window === null)
      return [
        { name: timeline.dimension.name, value: this.dimension({ ...timeline.dimension, instants: false }) },
        ...others,
      ];
    const unit = this.unit(window, timeline);
    const custom: Named[] =
      window.kind === 'to_date' && !isCalendarGrain(window.grain)
        ? [{ name: unitNames(window.grain), value: this.customPeriod(window.grain, this.movedTime()) }]
        : [];
    return [{ name: UNIT, value: unit }, ...custom, ...others];
  }

  /** The unit of time that a row lies in: a period, or the place of a custom one in its spine. */
  private unit(window: Window, timeline: Timeline): Scalar {
    const unit = unitOf(window, timeline.grain);
    if (typeof unit === 'string') return periodOf(this.movedTime(), unit, this.settings.question.zone);
    const spine = spineOf(this.settings.model, unit.custom);
    return this.joins.lookUp(
      `places of ${unit.custom}`,
      unitPlaces(spine, unit.custom, `${this.relation}_places`),
      this.customPeriod(unit.custom, this.movedTime()),
      'unit',
      'place',
      'integer',
    );
  }

  private otherDimensions(): readonly QuestionDimension[] {
    return this.settings.question.dimensions.filter((dimension) => !isMetricTime(dimension));
  }

  private filter(filters: readonly Filter[]): Scalar | undefined {
    const parts = filters.flatMap((filter) => {
      const own = filter.get(this.settings.dataset);
      if (own === undefined) return [];
      const needs: Scalar[] = [];
      const spelled = this.spell(own, 'metric', needs);
      return [...needs, spelled];
    });
    return parts.length === 0 ? undefined : all(distinct(parts));
  }

  private dimension(dimension: QuestionDimension): Scalar {
    const shown = this.shown(dimension);
    const { top } = dimension;
    if (top === undefined) return shown;
    return this.joins.topValue(shown, top);
  }

  private shown(dimension: QuestionDimension): Scalar {
    const { zone } = this.settings.question;
    const of = this.path(dimension);
    if (dimension.part !== null) return partOf(of, dimension.part, zone);
    if (dimension.grain === null) return of.type === 'timestamp' ? inZone(of, zone) : of;
    if (typeof dimension.grain !== 'string') return this.customPeriod(dimension.grain.custom, of);
    return dimension.instants ? instantOf(of, dimension.grain, zone) : periodOf(of, dimension.grain, zone);
  }

  private customPeriod(grain: string, time: Scalar): Scalar {
    return this.joins.customPeriod(spineOf(this.settings.model, grain), grain, this.day(time));
  }

  private period(time: Scalar, grain: RequestedGrain): Scalar {
    return typeof grain === 'string'
      ? periodOf(time, grain, this.settings.question.zone)
      : this.customPeriod(grain.custom, time);
  }

  /** A condition of the question on this pass's rows; those on metric_time alone say what is reported, and cut no window. */
  private rowCondition(condition: Condition): readonly Scalar[] {
    if (this.reports || !speaksOfTime(condition))
      return [
        this.condition(condition),
        ...(reportsTime(condition) && mayKeepNull(condition) ? [isNotNull(this.movedTime())] : []),
      ];
    if (reportsTime(condition)) return [];
    return notExpressible(
      'A condition that mixes metric_time with other dimensions cannot go with a window or an offset: part it with AND, or use time:.',
    );
  }

  private condition(condition: Condition): Scalar {
    switch (condition.kind) {
      case 'any':
        return any(condition.of.map((each) => this.condition(each)));
      case 'all':
        return all(condition.of.map((each) => this.condition(each)));
      case 'not':
        return not(this.condition(condition.of));
      case 'metric':
        return this.metricCondition(condition);
      case 'test': {
        const of = this.path(condition);
        const asked =
          condition.grain === null ? inZone(of, this.settings.question.zone) : this.period(of, condition.grain);
        return testOf(asked, condition.test);
      }
    }
  }

  /** An entity without rows has no value: unknown, also where NULL is asked for. */
  private metricCondition(condition: Extract<Condition, { kind: 'metric' }>): Scalar {
    const { value: found, there } = this.joins.metricValueAt(
      condition.metric.name,
      this.path(condition),
      condition.per,
    );
    const tested = testOf(found, condition.test);
    const asksNull = condition.test.op === 'is_null' || condition.test.op === 'is_not_null';
    return asksNull ? choose(isNotNull(there), tested, nullOf('boolean')) : tested;
  }

  private path({ paths }: Pick<RequestedDimension, 'paths'>): Scalar {
    const path = paths.get(this.settings.dataset) ?? missing(`path from ${this.settings.dataset}`);
    return path.text === METRIC_TIME ? this.movedTime() : this.joins.value(path, 'query');
  }

  private touch(path: DimensionPath | undefined): void {
    if (path?.dimension && path.links.some((link) => link.join === 'inner')) this.joins.value(path, 'query');
  }

  /** The row's own metric_time. */
  private ownTime(): Scalar {
    const dimension =
      this.joins.dataset.dimensions.get(this.settings.time ?? '') ??
      refuse({
        code: 'NO_TIME',
        message: `"${this.settings.dataset}" has no time, and a link or condition here needs one.`,
        hint: 'Give the dataset a time:.',
      });
    return this.joins.spell(dimension.expression, 'query');
  }

  /** metric_time as this pass counts it: later than the row's own where rows move. */
  private movedTime(): Scalar {
    const { moves } = this.settings.movement;
    if (moves.length === 0) return this.ownTime();
    const mark = this.ownTime().type === 'timestamp' ? wall : (time: Scalar): Scalar => time; // dates have no zone
    return moves.reduce((time: Scalar, span) => {
      const local = inZone(time, this.settings.question.zone);
      if (!isCalendarGrain(span.grain)) return this.customMove(span.grain, span.count, local);
      return mark(this.timeline === null ? plus(local, span.count, span.grain) : movedTime(local, span));
    }, this.ownTime());
  }

  /** To the next unit of the spine; rows whose unit has none are left out. */
  private customMove(grain: string, count: number, time: Scalar): Scalar {
    if (this.timeline === null) return notExpressible(`An offset in ${grain} is asked by metric_time.`);
    const { model } = this.settings;
    return this.joins.lookUp(
      `next ${grain} ${count}`,
      nextUnits(spineOf(model, grain), grain, count, `${this.relation}_next_${grain}_${count}`),
      this.customPeriod(grain, time),
      'unit',
      'day',
      'date',
    );
  }

  private hasMoved(): readonly Scalar[] {
    return this.settings.movement.moves.some((span) => !isCalendarGrain(span.grain))
      ? [isNotNull(this.movedTime())]
      : [];
  }

  private day(time: Scalar): Scalar {
    const local = inZone(time, this.settings.question.zone);
    return local.type === 'date' ? local : call('trunc', [literal('day', 'text'), local], 'date');
  }

  /** Rows that no reported period looks at need not be read. */
  private reach(): readonly Scalar[] {
    if (this.timeline === null) return [];
    const { from, to } = reachOf(this.settings.question, this.timeline, this.settings.movement);
    return this.between(this.ownTime(), from, to);
  }

  /** Half-open, on the wall clock of the zone; a row without a time is not in any range. */
  private range(): readonly Scalar[] {
    const { time } = this.settings.question;
    return time === null ? [] : this.between(this.movedTime(), time.from, time.to);
  }

  private between(time: Scalar, from: string | null, to: string | null): readonly Scalar[] {
    const of = inZone(time, this.settings.question.zone);
    const timestamp = of.type === 'date' ? call('cast', [of], 'timestamp') : of;
    const bound = (operator: string, clock: string | null): readonly Scalar[] =>
      clock === null ? [] : [call(operator, [timestamp, value(clock, 'timestamp')], 'boolean')];
    return [...bound('>=', from), ...bound('<', to)];
  }

  private spell(scalar: Scalar, usedBy: 'query' | 'metric', needs: Scalar[] = []): Scalar {
    const spelled = this.joins.spell(scalar, usedBy, needs);
    return mapScalar(spelled, (node) =>
      spellPeriods(
        node.kind === 'call' && node.name === 'metric_time' ? this.ownTime() : node,
        this.settings.question.zone,
      ),
    );
  }
}

/** Whether a condition could be true of NULL: a row without a time is in no reported period all the same. */
function mayKeepNull(condition: Condition, negated = false): boolean {
  switch (condition.kind) {
    case 'any':
    case 'all':
      return condition.of.some((each) => mayKeepNull(each, negated));
    case 'not':
      return mayKeepNull(condition.of, !negated);
    case 'metric':
      return false;
    case 'test': {
      const { test } = condition;
      if (test.op === 'in') return test.values.includes(null) !== negated || test.values.length === 0;
      return test.op === (negated ? 'is_not_null' : 'is_null') || (test.op === 'not_in' && test.values.length === 0);
    }
  }
}

const groupsOfFrame = ({ node }: Frame): readonly Named[] =>
  outputOf(node)
    .filter(({ name }) => name !== PLACE && !name.startsWith('looks_at_'))
    .map(({ name, type }) => ({ name, value: column(relationOf(node), name, type) }));

const COUNT: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };

/** How a measure of units is put together from theirs. */
const MERGED: Partial<Record<AggregateCall['name'], AggregateCall['name']>> = {
  sum: 'sum',
  count: 'sum',
  min: 'min',
  max: 'max',
};

/** Aggregates that equal rows of one unit do not change. */
const REPEATABLE: ReadonlySet<string> = new Set(['count_distinct', 'approx_distinct', 'min', 'max']);

/** Stands for the column that says whether a row is at the edge; the column itself comes with the prepared rows. */
const AT_EDGE: Scalar = call('at_edge', [], 'boolean');
const usesEdge = (where: Scalar): boolean => JSON.stringify(where).includes('"at_edge"');
const isEdge = (scalar: Scalar): boolean => scalar.kind === 'call' && scalar.name === 'at_edge';
const isTrue = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === true;
const withoutEdge = (where: Scalar): Scalar =>
  isEdge(where)
    ? all([])
    : where.kind === 'call' && where.name === 'and'
      ? all(where.args.filter((part) => !isEdge(part)))
      : where;

function ref(node: PlanNode, name: string): ColumnRef {
  const found = outputOf(node).find((each) => each.name === name) ?? missing(`column ${name}`);
  return column(relationOf(node), name, found.type);
}

const missing = (what: string): never => {
  throw new Error(`no ${what}`);
};

function distinct(parts: readonly Scalar[]): Scalar[] {
  const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...seen.values()];
}
