import {
  call,
  choose,
  column,
  columnsOf,
  equals,
  isNotNull,
  literal,
  mapScalar,
  type Scalar,
} from '../expressions/scalar.js';
import type { Dataset, Dimension, Link, Model, Spine } from '../model/model.js';
import type { DimensionPath } from '../model/path.js';
import { refuse } from '../problems/problem.js';
import { type Existence, existenceOf } from './existence.js';
import { holdsOn } from './history.js';
import { type PlanNode, relationOf, type Scan } from './plan.js';
import type { Top } from './question.js';
import { ruleDays } from './rule-days.js';
import { conjuncts } from './rules/canonical-conjuncts.js';

interface Reached {
  readonly relation: string;
  readonly dataset: Dataset;
  readonly link: Link | null;
  readonly from: Reached | null;
  /** True once a dimension or condition of the query itself uses it: then an inner link drops rows. */
  asked: boolean;
  /** False while only conditions read it. */
  shown: boolean;
}

/** Partners that are asked for, and not joined: what is reached over a link to many, and from there on. */
interface Partners {
  readonly root: Reached;
  readonly all: readonly Reached[];
  readonly existence: Existence;
}

/** A relation joined on one value, at most one row for each: a spine, or a metric's value for each entity. */
interface LookedUp {
  readonly node: PlanNode;
  readonly on: Scalar;
}

/** Who uses a link: the query's own dimensions, or its conditions, or one metric's filter or expression. */
export type UsedBy = 'query' | 'condition' | 'metric';

/** What only the pass that joins knows. */
export interface JoinContext {
  /** The day on which the row of a history must hold. */
  readonly day: (during: NonNullable<Link['during']>) => Scalar;
  /** A timestamp as the query's zone shows it. */
  readonly local: (time: Scalar) => Scalar;
  /** A metric's value for each value of a path, as a relation. */
  readonly metricValue: (
    metric: string,
    per: string,
  ) => { readonly node: PlanNode; readonly per: Scalar; readonly value: Scalar; readonly there: Scalar };
}

/**
 * The rows of one dataset with what its links reach. Each path is a join of its own: two roles, or two ways to one
 * dataset, never meet. A link that gives no column is not joined.
 */
export class Joins {
  private readonly reached = new Map<string, Reached>();
  private readonly lookedUp = new Map<string, LookedUp>();
  private readonly values = new Map<string, { readonly value: Scalar; readonly there: Scalar }>();
  private readonly base: Reached;

  constructor(
    private readonly model: Model,
    readonly dataset: Dataset,
    private readonly context: JoinContext,
  ) {
    this.base = { relation: dataset.name, dataset, link: null, from: null, asked: true, shown: true };
  }

  /** Whether a row under these conditions may meet several partners: then it must be counted once for each group. */
  pairs(conditions: readonly Scalar[]): boolean {
    const apart = this.partners(conditions);
    return this.over('one_to_many').some((each) => !apart.some(({ all }) => all.includes(each)));
  }

  /** The key of the dataset's rows, spelled out as columns. */
  key(): readonly Scalar[] {
    return this.dataset.key.map((name) => at(this.base, name));
  }

  own(dimension: string): Scalar {
    return at(this.base, dimension);
  }

  /** The value of a dimension at the end of a path. */
  value(path: DimensionPath, usedBy: UsedBy): Scalar {
    if (path.dimension === null) throw new Error(`metric_time has no path: ${path.text}`);
    return this.at(path.links, path.dimension, usedBy);
  }

  /**
   * A model's scalar over this dataset: relation '' is the row itself, 'member.country' is walked.
   * `needs` gathers what must be true besides: rows that an inner link does not reach are not the metric's.
   */
  spell(scalar: Scalar, usedBy: UsedBy, needs: Scalar[] = []): Scalar {
    return mapScalar(scalar, (node) => {
      if (node.kind === 'call' && node.name === 'metric_value')
        return this.metricValue(node.args[0], node.args[1], usedBy);
      if (node.kind !== 'column') return node;
      if (node.relation === '') return { ...node, relation: this.base.relation };
      const { links, dataset } = this.walk(node.relation.split('.'));
      const dimension = dataset.dimensions.get(node.column);
      if (dimension === undefined) throw new Error(`no dimension ${node.relation}.${node.column}`);
      const value = this.at(links, dimension, usedBy);
      if (usedBy === 'metric') needs.push(...this.innerNeeds(links));
      return value;
    });
  }

  /** A custom grain: looked up in its spine by day; a day that the spine lacks has no period. */
  customPeriod(spine: Spine, grain: string, day: Scalar): Scalar {
    const known = this.lookedUp.get(`spine ${spine.table} ${JSON.stringify(day)}`);
    const relation = known ? relationOf(known.node) : `${spine.table}.${this.lookedUp.size + 1}`;
    this.lookedUp.set(`spine ${spine.table} ${JSON.stringify(day)}`, {
      node: spineRows(spine, relation),
      on: equals(day, column(relation, spine.column, 'date')),
    });
    return column(relation, grain, spine.types.get(grain) ?? 'date');
  }

  /** A relation joined on one value; gives another of its columns, NULL where there is no row. */
  lookUp(key: string, node: PlanNode, on: Scalar, match: string, give: string, type: Scalar['type']): Scalar {
    const relation = relationOf(node);
    this.lookedUp.set(key, { node, on: equals(on, column(relation, match, on.type)) });
    return column(relation, give, type);
  }

  /** The value itself where it is among the top ones, NULL included, else the label of the rest; a text. */
  topValue(shown: Scalar, top: Top): Scalar {
    this.lookedUp.set(`top ${top.relation}`, {
      node: top.node,
      on: call('is_same', [shown, column(top.relation, top.column, shown.type)], 'boolean'),
    });
    const text = shown.type === 'text' ? shown : call('cast', [shown], 'text');
    return choose(isNotNull(column(top.relation, 'place', 'integer')), text, literal(top.label, 'text'));
  }

  /** The value of a metric for this row's value of a path; NULL where there is none. NULL is no entity. `there` is NULL for an entity without rows. */
  metricValueAt(metric: string, path: Scalar, per: string): { readonly value: Scalar; readonly there: Scalar } {
    const key = `metric ${metric} ${per} ${JSON.stringify(path)}`;
    const known = this.values.get(key);
    if (known) return known;
    const found = this.context.metricValue(metric, per);
    this.lookedUp.set(key, { node: found.node, on: equals(this.context.local(path), found.per) });
    this.values.set(key, found);
    return found;
  }

  /** The rows that pass the conditions. */
  filtered(conditions: readonly Scalar[]): PlanNode {
    const apart = this.partners(conditions);
    const told = new Set(apart.flatMap(({ existence }) => existence.of));
    const left = told.size === 0 ? conditions : conditions.flatMap(conjuncts).filter((part) => !told.has(part));
    return filter(
      apart.reduce((node, each) => this.asking(node, each), this.joined(apart.flatMap(({ all }) => all))),
      left,
    );
  }

  /** Scan of the dataset and a join for each link that is used, in the order of first use. */
  private joined(apart: readonly Reached[]): PlanNode {
    const near = [...this.reached.values()].filter((each) => !apart.includes(each));
    let node = this.follow(scanOf(this.dataset, this.base.relation), near);
    for (const { node: right, on } of this.lookedUp.values())
      node = { kind: 'join', type: 'left', left: node, right, on: [on] };
    return node;
  }

  private follow(start: PlanNode, links: readonly Reached[]): PlanNode {
    let node = start;
    for (const each of links) {
      if (each.link === null || each.from === null) continue;
      const type = each.asked && each.link.join === 'inner' ? 'inner' : 'left';
      node = {
        kind: 'join',
        type,
        left: node,
        right: scanOf(each.dataset, each.relation),
        on: this.meets(each.link, each.from, each),
      };
    }
    return node;
  }

  private asking(left: PlanNode, { root, all, existence: { type, where } }: Partners): PlanNode {
    const beyond = all.filter((each) => each !== root);
    const right = filter(this.follow(scanOf(root.dataset, root.relation), beyond), where);
    return { kind: 'join', type, left, right, on: this.onOf(root) };
  }

  /** The partners over links to many that conditions alone speak of, each way for itself. */
  private partners(conditions: readonly Scalar[]): readonly Partners[] {
    const found: Partners[] = [];
    for (const root of this.over('one_to_many')) {
      if (found.some(({ all }) => all.includes(root))) continue;
      const all = [...this.reached.values()].filter(
        (each) => each === root || each.relation.startsWith(`${root.relation}.`),
      );
      const names = new Set(all.map(({ relation }) => relation));
      const isLookedUp = [...this.lookedUp.values()].some(({ on }) =>
        columnsOf(on).some(({ relation }) => names.has(relation)),
      );
      if (isLookedUp || all.some(({ shown, link }) => shown || link?.during !== null)) continue;
      const existence = existenceOf(
        names,
        this.onOf(root),
        all.some(({ link }) => link?.join === 'inner'),
        conditions,
      );
      if (existence !== null) found.push({ root, all, existence });
    }
    return found;
  }

  private over(kind: Link['kind']): readonly Reached[] {
    return [...this.reached.values()].filter(({ link }) => link?.kind === kind);
  }

  private onOf(reached: Reached): readonly Scalar[] {
    return reached.link === null || reached.from === null ? [] : this.meets(reached.link, reached.from, reached);
  }

  /** All pairs must be equal; a link that holds for a time also asks for the row valid on the day: on its day. */
  private meets(link: Link, from: Reached, to: Reached): readonly Scalar[] {
    const on = link.on.map(({ own, its }) => equals(at(from, own), at(to, its)));
    if (link.during === null) return on;
    return [...on, ...holdsOn(this.context.day(link.during), at(to, link.during.from), at(to, link.during.to))];
  }

  private metricValue(metric: Scalar | undefined, per: Scalar | undefined, usedBy: UsedBy): Scalar {
    if (metric?.kind !== 'literal' || per?.kind !== 'literal') throw new Error('METRIC takes two names');
    const steps = String(per.value).split('.');
    const { links, dataset } = this.walk(steps.slice(0, -1));
    const dimension = dataset.dimensions.get(steps.at(-1) ?? '');
    if (dimension === undefined) throw new Error(`no dimension ${per.value}`);
    return this.metricValueAt(String(metric.value), this.at(links, dimension, usedBy), String(per.value)).value;
  }

  private at(links: readonly Link[], dimension: Dimension, usedBy: UsedBy): Scalar {
    const own = links.length === 1 && links[0] ? ownKey(this.model, links[0], dimension) : undefined;
    if (own !== undefined) return at(this.base, own);
    const reached = this.reach(links, usedBy);
    const value = at(reached, dimension.name);
    const label = reached.link?.default ?? null;
    // A label stands only where the link reaches no row; a NULL attribute of a row that is there stays NULL.
    return label === null || dimension.type !== 'text'
      ? value
      : choose(this.isReached(reached), value, literal(label, 'text'));
  }

  private isReached(reached: Reached): Scalar {
    const key = reached.link?.on[0];
    return isNotNull(at(reached, key?.its ?? ''));
  }

  private innerNeeds(links: readonly Link[]): Scalar[] {
    return links.flatMap((link, index) =>
      link.join === 'inner' ? [this.isReached(this.reach(links.slice(0, index + 1), 'metric'))] : [],
    );
  }

  private reach(links: readonly Link[], usedBy: UsedBy): Reached {
    let here = this.base;
    let way = '';
    for (const link of links) {
      way = way === '' ? link.name : `${way}.${link.name}`;
      const next = this.reached.get(way) ?? this.join(way, here, link);
      if (usedBy !== 'metric') next.asked = true;
      if (usedBy !== 'condition') next.shown = true;
      here = next;
    }
    return here;
  }

  private join(way: string, from: Reached, link: Link): Reached {
    const dataset = this.model.datasets.get(link.to);
    if (dataset === undefined) throw new Error(`no dataset ${link.to}`);
    const next: Reached = { relation: `${this.base.relation}.${way}`, dataset, link, from, asked: false, shown: false };
    this.reached.set(way, next);
    return next;
  }

  private walk(steps: readonly string[]): { links: Link[]; dataset: Dataset } {
    const links: Link[] = [];
    let dataset: Dataset | undefined = this.dataset;
    for (const step of steps) {
      const link: Link | undefined = dataset?.links.get(step);
      if (link === undefined) throw new Error(`no link ${steps.join('.')}`);
      links.push(link);
      dataset = this.model.datasets.get(link.to);
    }
    if (dataset === undefined) throw new Error(`no dataset behind ${steps.join('.')}`);
    return { links, dataset };
  }
}

const filter = (input: PlanNode, where: readonly Scalar[]): PlanNode =>
  where.length === 0 ? input : { kind: 'filter', input, where };

function scanOf({ name, table, select }: Dataset, relation: string): Scan {
  if (select !== null) return { kind: 'scan', relation, table: null, select };
  return table === null
    ? refuse({
        code: 'INVALID_DEFINITION',
        message: `Dataset "${name}" cannot be read: its sql: has a problem.`,
        hint: 'The problems of the definitions name it.',
      })
    : { kind: 'scan', relation, table };
}

/** The days of a spine with their units: its table, or what its rule says. */
export const spineRows = (spine: Spine, relation: string): PlanNode =>
  spine.rule === null ? { kind: 'scan', relation, table: spine.table } : ruleDays(spine, spine.rule, relation);

/** A dimension of a reached row, spelled out as that relation's columns. */
function at(reached: Reached, dimension: string): Scalar {
  const found = reached.dataset.dimensions.get(dimension);
  if (found === undefined) throw new Error(`no dimension ${dimension} on ${reached.dataset.name}`);
  return mapScalar(found.expression, (node) =>
    node.kind === 'column' ? { ...node, relation: reached.relation } : node,
  );
}

/**
 * The key of a dataset over one plain left link is the row's own column: the linked table is not read, and a key
 * without a partner keeps its value. Where no key is said, it is what links reach.
 */
function ownKey(model: Model, link: Link, { name }: Dimension): string | undefined {
  const plain = link.kind === 'many_to_one' && link.join === 'left' && link.default === null && link.during === null;
  const key = model.datasets.get(link.to)?.key ?? [];
  return plain && (key.length === 0 || key.includes(name)) ? link.on.find(({ its }) => its === name)?.own : undefined;
}
