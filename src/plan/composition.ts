import { isNumeric } from '../expressions/data-type.js';
import {
  all,
  any,
  type ColumnRef,
  call,
  choose,
  columnsOf,
  equals,
  literal,
  mapScalar,
  type Scalar,
} from '../expressions/scalar.js';
import { simpleMetricsBelow } from '../model/below.js';
import type { Dataset, Filter, Metric, Model, SimpleMetric } from '../model/model.js';
import { refuse } from '../problems/problem.js';
import type { Fill } from '../request/metric-request.js';
import { type Built, behindOf, build, type Composer, type Scope } from './build/builders.js';
import { presenceOf } from './build/presence.js';
import { entityValues } from './entity-values.js';
import { filledFrame, type GroupsBefore } from './fill.js';
import type { Frame } from './frame.js';
import { looksAtOwnDay } from './history.js';
import { type Edge, edgeOf } from './leaf/edge.js';
import { Leaf } from './leaf/leaf.js';
import { meet } from './meet.js';
import { isStill, type Movement, STILL } from './movement.js';
import { isPlain } from './movement-of.js';
import type { Names } from './names.js';
import { type Named, outputColumn, type PlanNode } from './plan.js';
import { type Question, usesMetricTime } from './question.js';
import { timelineOf } from './timeline.js';

/** A relation with one row for each group of the answer, or for some of them. */
export interface Part {
  readonly relation: string;
  readonly needsFrame: boolean;
  /** Its columns: the question's dimensions, then its own. */
  readonly node: (frame: Frame | null) => PlanNode;
  /** The combinations of other dimensions that periods look at; null: those of its own rows. Absent: it makes no groups. */
  readonly seen?: ((periods: Frame, others: readonly string[]) => PlanNode | null) | undefined;
  /** The groups in which its rows count for something. */
  readonly counted?: (() => PlanNode) | undefined;
}

/** The value of a composition that says how many rows of its own a metric has; no metric has the name. */
export const ownRows = ({ name }: Metric): string => `own ${name}`;

/** A relation that is joined to the groups on some of their dimensions: a total, a place. */
interface Attached {
  readonly node: PlanNode;
  readonly on: (groups: (name: string) => Scalar) => readonly Scalar[];
}

/** What must hold of a group for a pass to have a row in it; asked before any pass is made into a relation. */
interface Wanted {
  readonly leaf: Leaf;
  readonly kept: readonly Scalar[];
}

export interface Composed {
  readonly node: PlanNode;
  readonly groups: readonly Named[];
  readonly values: ReadonlyMap<string, Scalar>;
}

export interface CompositionSettings {
  readonly model: Model;
  readonly question: Question;
  readonly fill: Fill | null;
  /** Groups that `fill` adds besides those that have rows in a reported period. */
  readonly groupsBefore?: GroupsBefore | undefined;
  /** Groups given from outside, such as units of time within periods; else they are those with rows. */
  readonly frame?: Frame | undefined;
  /** What every metric here looks at, unless it says more. */
  readonly movement?: Movement | undefined;
  /** Filters of the metrics above. */
  readonly filters?: readonly Filter[] | undefined;
  /** Whether the number of rows behind the values is told beside them, as values of `behindOf`. */
  readonly behind?: boolean | undefined;
  /** Whether the number of a metric's own rows in the group is told too, as the value of `ownRows`. */
  readonly owned?: boolean | undefined;
  /** The metrics that make groups, where not all do. */
  readonly asked?: readonly Metric[] | undefined;
  readonly names: Names;
}

/**
 * Metrics are built over parts: passes over datasets, totals, windows. Parts meet on the question's dimensions. The
 * groups of the answer are those in which an asked metric has a row of its own, and those that `fill` adds.
 */
export class Composition implements Composer {
  readonly model: Model;
  readonly question: Question;
  private readonly leaves = new Map<string, Leaf>();
  private readonly parts = new Map<string, Part>();
  private readonly attached = new Map<string, Attached>();
  private readonly several: boolean;
  private readonly movement: Movement;
  asking = true;

  constructor(
    private readonly settings: CompositionSettings,
    private readonly metrics: readonly Metric[],
    /** Those that make groups; the others are only read. */
    private readonly asked: readonly Metric[],
  ) {
    this.model = settings.model;
    this.question = settings.question;
    this.movement = settings.movement ?? STILL;
    const below = metrics.flatMap((metric) => simpleMetricsBelow(this.model, metric));
    const still =
      metrics.every((metric) => isPlain(this.model, metric)) &&
      this.settings.fill === null &&
      this.settings.frame === undefined;
    this.several = !still || new Set(below.map((metric) => this.leafKey(metric, STILL, null))).size > 1;
  }

  get gaps(): boolean {
    return this.several;
  }

  get grouped(): boolean {
    return this.question.dimensions.length > 0;
  }

  get fillsZero(): boolean {
    return this.settings.fill === 'zero';
  }

  get zone(): string {
    return this.question.zone;
  }

  metric(name: string): Metric {
    return (
      this.model.metrics.get(name) ?? refuse({ code: 'UNKNOWN_METRIC', message: `No metric has the name "${name}".` })
    );
  }

  /** A relation name that no other part of the plan has. */
  relation(wanted: string): string {
    return this.settings.names.take(wanted);
  }

  leafFor(metric: SimpleMetric, scope: Scope): Leaf {
    const of = edgeOf(metric);
    const edge: Edge | null = of && { of, filters: [...(metric.where ? [metric.where] : []), ...scope.filters] };
    const key = this.leafKey(metric, scope.movement, edge);
    const known = this.leaves.get(key);
    if (known) return known;
    const leaf = this.pass(metric, this.question, scope.movement, edge);
    this.leaves.set(key, leaf);
    const looks = !isStill(scope.movement);
    this.parts.set(key, {
      relation: leaf.relation,
      needsFrame: leaf.needsFrame,
      node: (frame) => leaf.node(frame),
      ...(looks && {
        seen: (periods, others) => (leaf.needsFrame ? leaf.lookedAt(periods, others) : null),
        counted: () => leaf.counted(),
      }),
    });
    return leaf;
  }

  leafAlone(metric: SimpleMetric, question: Question, movement = STILL): Leaf {
    return this.pass(metric, question, movement, null, true);
  }

  /** A pass over a dataset's rows, without a metric. */
  passOver({ name, time }: Dataset): Leaf {
    return this.pass({ dataset: name, time }, this.question, STILL, null);
  }

  private pass(
    metric: Pick<SimpleMetric, 'dataset' | 'time'>,
    question: Question,
    movement: Movement,
    edge: Edge | null,
    readsAll = false,
  ): Leaf {
    return new Leaf({
      model: this.model,
      readsAll,
      question,
      dataset: metric.dataset,
      time: metric.time,
      movement,
      edge,
      relation: this.relation(`by_${metric.dataset}`),
      metricValue: (name, per) => entityValues(this, name, per),
    });
  }

  addPart<P extends Part>(key: string, make: () => P): P {
    const part = (this.parts.get(key) as P | undefined) ?? make();
    this.parts.set(key, part);
    return part;
  }

  attach(key: string, make: () => { readonly node: PlanNode; readonly on: Attached['on'] }): PlanNode {
    const attached = this.attached.get(key) ?? make();
    this.attached.set(key, attached);
    return attached.node;
  }

  /** What another composition in the same plan starts from. */
  settingsFor(question: Question): Pick<CompositionSettings, 'model' | 'question' | 'names'> {
    return { model: this.model, question, names: this.settings.names };
  }

  /** Other metrics over another question, as a relation of their own. */
  compose(question: Question, metrics: readonly Metric[], more: Partial<CompositionSettings> = {}): Composed {
    return this.child(question, metrics, more).composed();
  }

  child(question: Question, metrics: readonly Metric[], more: Partial<CompositionSettings> = {}): Composition {
    return new Composition({ ...this.settingsFor(question), fill: null, ...more }, metrics, more.asked ?? metrics);
  }

  composed(): Composed {
    const scope: Scope = { filters: this.settings.filters ?? [], movement: this.movement };
    const [asked, more] = [
      this.metrics.filter((metric) => this.asked.includes(metric)),
      this.metrics.filter((metric) => !this.asked.includes(metric)),
    ];
    const built = new Map(asked.map((metric) => [metric.name, build(metric, this, scope)]));
    const askedParts = [...this.parts.values()];
    this.asking = false;
    for (const metric of more) built.set(metric.name, build(metric, this, scope));
    const owned = this.settings.owned ? this.metrics.map((each) => [ownRows(each), this.ownRowsOf(each)] as const) : [];
    const own = this.groupRows();
    const kept = this.keptGroups(own);
    const values = new Map(
      [...built].map(([name, each]) => [name, this.settings.fill === 'zero' ? zeroFilled(each, own) : each.value]),
    );
    for (const [name, rows] of owned) values.set(name, rows);
    if (this.settings.behind) for (const [name, each] of built) values.set(behindOf(name), total(each.behind()));
    const frame = this.frame(askedParts);
    const used = new Set(
      [...values.values(), ...(frame === null ? kept : [])].flatMap(columnsOf).map(({ relation }) => relation),
    );
    const parts = [...this.parts.values()].filter((part) => frame === null || used.has(part.relation));
    const nodes = parts.map((part) => ({ relation: part.relation, node: part.node(frame) }));
    return this.attachAll(this.joined(nodes, frame, kept), values);
  }

  /**
   * The values in the groups that have rows where a frame's groups look: those of the frame, told apart by stages. A pass
   * that only moves its rows needs no frame.
   */
  composedFrom(frame: Frame | null): Composed {
    const scope: Scope = { filters: this.settings.filters ?? [], movement: this.movement };
    const values = new Map(this.metrics.map((metric) => [metric.name, build(metric, this, scope).value]));
    const kept = this.keptGroups(this.groupRows(this.movement));
    const nodes = [...this.parts.values()].map((part) => ({ relation: part.relation, node: part.node(frame) }));
    return this.attachAll(this.joined(nodes, null, kept), values);
  }

  /** The combinations of other dimensions whose rows the periods of a frame look at. */
  seenGroups(periods: Frame, others: readonly string[]): PlanNode {
    for (const metric of this.metrics)
      build(metric, this, { filters: this.settings.filters ?? [], movement: this.movement });
    const seen = [...this.parts.values()].flatMap((part) => part.seen?.(periods, others) ?? []);
    const union: PlanNode = { kind: 'union', relation: this.relation('seen'), inputs: seen };
    return {
      kind: 'aggregate',
      relation: this.relation('seen_groups'),
      input: union,
      groups: others.map((name) => ({ name, value: outputColumn(union, name) })),
      measures: [],
    };
  }

  private joined(
    nodes: readonly { relation: string; node: PlanNode }[],
    frame: Frame | null,
    kept: readonly Scalar[],
  ): { node: PlanNode; group: (name: string) => Scalar; moved: (scalar: Scalar) => Scalar } {
    const names = this.question.dimensions.map((dimension) => dimension.name);
    const [only] = nodes;
    if (frame === null && nodes.length === 1 && only) {
      const group = (name: string): Scalar => outputColumn(only.node, name);
      return { node: filtered(only.node, kept), group, moved: (scalar) => scalar };
    }
    const met = meet(names, nodes, frame, this.relation('facts'), this.relation('met'));
    const move = (scalar: Scalar): Scalar =>
      mapScalar(scalar, (each) => (each.kind === 'column' ? met.moved(each) : each));
    return {
      node: filtered(met.node, frame === null ? kept.map(move) : met.inFrame),
      group: (name) => outputColumn(met.node, name),
      moved: move,
    };
  }

  private attachAll(
    { node, group, moved }: { node: PlanNode; group: (name: string) => Scalar; moved: (scalar: Scalar) => Scalar },
    values: ReadonlyMap<string, Scalar>,
  ): Composed {
    let joined = node;
    for (const { node: right, on } of this.attached.values())
      joined = { kind: 'join', type: 'left', left: joined, right, on: on(group) };
    const groups = this.question.dimensions.map(({ name }): Named => ({ name, value: group(name) }));
    return { node: joined, groups, values: new Map([...values].map(([name, value]) => [name, moved(value)])) };
  }

  /** The groups of the answer as a relation, where parts look away or periods are filled. */
  private frame(asked: readonly Part[]): Frame | null {
    const { fill, frame } = this.settings;
    if (frame !== undefined) return frame;
    const needed = fill !== null || [...this.parts.values()].some((part) => part.needsFrame);
    if (!needed) return null;
    const timeline = timelineOf(this.question);
    const [mine, unmoved] = [this.wanted(this.presence()), fill === null ? [] : this.wanted(this.presence(true))];
    const own = this.groupsWithRows(mine) ?? nothing();
    const still = isSameWanted(mine, unmoved) ? own : this.groupsWithRows(unmoved);
    const filled = fill === null ? { node: own } : filledFrame(this, own, still, asked, this.settings.groupsBefore);
    return {
      ...filled,
      at: timeline === null ? null : outputColumn(filled.node, timeline.dimension.name),
    };
  }

  private wanted(byLeaf: ReturnType<Composition['presence']>): readonly Wanted[] {
    return [...byLeaf].map(([leaf, filters]) => ({
      leaf,
      kept: filters === null ? [] : [any(filters.map((filter) => positive(leaf.present(filter))))],
    }));
  }

  /** The distinct groups in which an asked metric has a row of its own, where it lies in time. */
  private groupsWithRows(wanted: readonly Wanted[]): PlanNode | null {
    const names = this.question.dimensions.map((dimension) => dimension.name);
    if (wanted.length === 0) return null;
    const arms = wanted.map(({ leaf, kept }): PlanNode => {
      return {
        kind: 'project',
        relation: this.relation('own'),
        input: filtered(leaf.node(null), kept),
        columns: names.map((name) => ({ name, value: outputColumn(leaf.node(null), name) })),
      };
    });
    const [only] = arms;
    if (arms.length === 1 && only) return only;
    const union: PlanNode = { kind: 'union', relation: this.relation('own_groups'), inputs: arms };
    return {
      kind: 'aggregate',
      relation: this.relation('groups'),
      input: union,
      groups: names.map((name) => ({ name, value: outputColumn(union, name) })),
      measures: [],
    };
  }

  /** For each pass the filters under which an asked metric has rows there; null for a metric without filters. */
  private presence(still = false, of = this.asked, movement = STILL): Map<Leaf, readonly (readonly Filter[])[] | null> {
    const found = new Map<Leaf, (readonly Filter[])[] | null>();
    for (const metric of of)
      for (const { metric: simple, filters } of presenceOf(this.model, metric, this.settings.filters ?? [], still)) {
        const leaf = this.leafFor(simple, { filters: edgeOf(simple) === null ? [] : filters, movement });
        const known = found.get(leaf);
        if (known === null) continue;
        const own = [...(simple.where ? [simple.where] : []), ...filters];
        found.set(leaf, own.length === 0 || edgeOf(simple) !== null ? null : [...(known ?? []), own]);
      }
    return found;
  }

  /** How many rows of its own a metric has in a group: those that make the group, where they lie in time. */
  private ownRowsOf(metric: Metric): Scalar {
    return total(
      [...this.presence(false, [metric])].flatMap(([leaf, filters]) =>
        (filters ?? [[]]).map((filter) => leaf.present(filter)),
      ),
    );
  }

  /** Counts of the rows that make a group; null for a pass in which every row does. */
  private groupRows(movement = STILL): readonly {
    readonly leaf: Leaf;
    readonly rows: readonly ColumnRef[];
    readonly whole: boolean;
  }[] {
    if (!this.grouped || this.settings.frame !== undefined) return [];
    const byLeaf = this.presence(false, this.asked, movement);
    const simple =
      this.settings.fill !== 'zero' &&
      this.parts.size === byLeaf.size &&
      [...byLeaf.values()].every((filters) => filters === null);
    return simple
      ? []
      : [...byLeaf].map(([leaf, filters]) => ({
          leaf,
          whole: filters === null,
          rows: distinct((filters ?? [[]]).map((filter) => leaf.present(filter))),
        }));
  }

  /** A group without a row of an asked metric falls away; nothing is to be filtered where each pass has an asked metric without filters. */
  private keptGroups(own: ReturnType<Composition['groupRows']>): readonly Scalar[] {
    return own.length === 0 ? [] : [any(own.flatMap(({ rows }) => rows.map(positive)))];
  }

  /** Whether some link asks for the row's time. */
  private get hasHistory(): boolean {
    return [...this.model.datasets.values()].some(({ links }) =>
      [...links.values()].some(({ during }) => looksAtOwnDay(during, this.question.history)),
    );
  }

  private leafKey(metric: SimpleMetric, movement: Movement, edge: Edge | null): string {
    const timed = usesMetricTime(this.question) || !isStill(movement) || this.hasHistory;
    const time = timed ? metric.time : null;
    return JSON.stringify([
      metric.dataset,
      time,
      movement,
      edge && { of: edge.of, filters: edge.filters.map((filter) => [...filter]) },
    ]);
  }
}

const isSameWanted = (a: readonly Wanted[], b: readonly Wanted[]): boolean =>
  a.length === b.length &&
  a.every(({ leaf, kept }, at) => leaf === b[at]?.leaf && JSON.stringify(kept) === JSON.stringify(b[at]?.kept));

const total = (rows: readonly Scalar[]): Scalar =>
  rows
    .map((each): Scalar => call('coalesce', [each, literal('0', 'integer')], 'integer'))
    .reduce((sum, each) => call('+', [sum, each], 'integer'));
const distinct = (columns: readonly ColumnRef[]): readonly ColumnRef[] => [
  ...new Map(columns.map((each) => [each.column, each])).values(),
];
const nothing = (): never => {
  throw new Error('an answer without metrics has no frame');
};
const positive = (rows: ColumnRef): Scalar => call('>', [rows, literal('0', 'integer')], 'boolean');
const filtered = (node: PlanNode, where: readonly Scalar[]): PlanNode =>
  where.length === 0 ? node : { kind: 'filter', input: node, where };

/** With `zero`, a metric without rows behind it shows 0 in the rows that fill added. */
function zeroFilled({ value, behind }: Built, own: readonly { readonly rows: readonly ColumnRef[] }[]): Scalar {
  if (!isNumeric(value.type)) return value;
  const none = (rows: readonly Scalar[]): Scalar =>
    all(
      [...new Map(rows.map((each) => [JSON.stringify(each), each])).values()].map((each) =>
        equals(call('coalesce', [each, literal('0', 'integer')], 'integer'), literal('0', 'integer')),
      ),
    );
  return choose(none([...own.flatMap(({ rows }) => rows), ...behind()]), literal('0', 'integer'), value, value.type);
}
