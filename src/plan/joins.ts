import { choose, equals, isNotNull, literal, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Dataset, Dimension, Link, Model } from '../model/model.js';
import type { DimensionPath } from '../model/path.js';
import { refuse } from '../problems/problem.js';
import type { PlanNode } from './plan.js';

interface Reached {
  readonly relation: string;
  readonly dataset: Dataset;
  readonly link: Link | null;
  readonly from: Reached | null;
  /** True once a dimension or condition of the query itself uses it: then an inner link drops rows. */
  asked: boolean;
}

/** Who uses a link: the query's own dimensions and conditions, or one metric's filter or expression. */
export type UsedBy = 'query' | 'metric';

/**
 * The rows of one dataset with what its links reach. Each path is a join of its own: two roles, or two ways to one
 * dataset, never meet. A link that gives no column is not joined.
 */
export class Joins {
  private readonly reached = new Map<string, Reached>();
  private readonly base: Reached;

  constructor(
    private readonly model: Model,
    readonly dataset: Dataset,
  ) {
    this.base = { relation: dataset.name, dataset, link: null, from: null, asked: true };
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

  /** Scan of the dataset and a join for each link that is used, in the order of first use. */
  node(): PlanNode {
    let node: PlanNode = { kind: 'scan', relation: this.base.relation, table: this.dataset.table };
    for (const each of this.reached.values()) {
      if (each.link === null || each.from === null) continue;
      const from = each.from;
      const on = each.link.on.map(({ own, its }) => equals(at(from, own), at(each, its)));
      const type = each.asked && each.link.join === 'inner' ? 'inner' : 'left';
      node = { kind: 'join', type, left: node, right: { kind: 'scan', relation: each.relation, table: each.dataset.table }, on };
    }
    return node;
  }

  private at(links: readonly Link[], dimension: Dimension, usedBy: UsedBy): Scalar {
    const own = links.length === 1 && links[0] ? ownKey(links[0], dimension) : undefined;
    if (own !== undefined) return at(this.base, own);
    const reached = this.reach(links, usedBy);
    const value = at(reached, dimension.name);
    const label = reached.link?.default ?? null;
    // A label stands only where the link reaches no row; a NULL attribute of a row that is there stays NULL.
    return label === null || dimension.type !== 'text' ? value : choose(this.isReached(reached), value, literal(label, 'text'));
  }

  private isReached(reached: Reached): Scalar {
    const key = reached.link?.on[0];
    return isNotNull(at(reached, key?.its ?? ''));
  }

  private innerNeeds(links: readonly Link[]): Scalar[] {
    return links.flatMap((link, index) => (link.join === 'inner' ? [this.isReached(this.reach(links.slice(0, index + 1), 'metric'))] : []));
  }

  private reach(links: readonly Link[], usedBy: UsedBy): Reached {
    let here = this.base;
    let way = '';
    for (const link of links) {
      if (link.kind === 'one_to_many') refuse({ code: 'NOT_SUPPORTED_YET', message: `Link "${link.name}" leads to many rows, which is not supported yet.` });
      if (link.during !== null) refuse({ code: 'NOT_SUPPORTED_YET', message: `Link "${link.name}" holds for a time (during), which is not supported yet.` });
      way = way === '' ? link.name : `${way}.${link.name}`;
      const next = this.reached.get(way) ?? this.join(way, here, link);
      if (usedBy === 'query') next.asked = true;
      here = next;
    }
    return here;
  }

  private join(way: string, from: Reached, link: Link): Reached {
    const dataset = this.model.datasets.get(link.to);
    if (dataset === undefined) throw new Error(`no dataset ${link.to}`);
    const next: Reached = { relation: `${this.base.relation}.${way}`, dataset, link, from, asked: false };
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

/** A dimension of a reached row, spelled out as that relation's columns. */
function at(reached: Reached, dimension: string): Scalar {
  const found = reached.dataset.dimensions.get(dimension);
  if (found === undefined) throw new Error(`no dimension ${dimension} on ${reached.dataset.name}`);
  return mapScalar(found.expression, (node) => (node.kind === 'column' ? { ...node, relation: reached.relation } : node));
}

/**
 * The key of a dataset over one plain left link is the row's own column: the linked table is not read, and a key
 * without a partner keeps its value.
 */
function ownKey(link: Link, dimension: Dimension): string | undefined {
  const plain = link.kind === 'many_to_one' && link.join === 'left' && link.default === null && link.during === null;
  return plain ? link.on.find(({ its }) => its === dimension.name)?.own : undefined;
}

