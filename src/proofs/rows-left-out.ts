import {
  type AggregateCall,
  all,
  any,
  call,
  column,
  isNotNull,
  isNull,
  mapScalar,
  type Scalar,
} from '../expressions/scalar.js';
import type { Dataset, Link, Model } from '../model/model.js';
import { dayLookedAt, holdsOn, looksAtOwnDay } from '../plan/history.js';
import { inZone } from '../plan/periods.js';
import type { Named, PlanNode, Scan } from '../plan/plan.js';
import type { MetricRequest } from '../request/metric-request.js';
import { reportedRows } from './reported-rows.js';

const BASE = 'base';
/** What of a request says which rows it reads, and what they reach. */
export type Asked = Pick<MetricRequest, 'time' | 'zone' | 'history'>;

export const LEFT_OUT = ['rows', 'null_keys', 'dangling_keys'] as const;

/**
 * One row: how many rows of the dataset there are, and how many of them stop at each link of the way: by a NULL in the
 * key, and by a key without a partner.
 * @param asked the range that keeps rows, and as of when histories are looked at
 * @returns null where a dataset on the way cannot be read
 */
export function leftOutPlan(model: Model, from: Dataset, links: readonly Link[], asked: Asked): PlanNode | null {
  const where = asked.time === null ? [] : reportedRows(from, asked.time, asked.zone);
  let here = { dataset: from, relation: BASE };
  const base = scanOf(from, BASE);
  if (base === null) return null;
  let node: PlanNode =
    where.length === 0 ? base : { kind: 'filter', input: base, where: where.map((each) => over(each, BASE)) };
  let arrived: Scalar[] = [];
  let stops: { readonly isNull: Scalar; readonly isDangling: Scalar } | null = null;
  for (const [index, link] of links.entries()) {
    const to = model.datasets.get(link.to);
    const relation = `step_${index + 1}`;
    const scan = to && scanOf(to, relation);
    if (to === undefined || scan === null || scan === undefined) return null;
    const own = link.on.map((pair) => spelled(here.dataset, pair.own, here.relation));
    const its = link.on.map((pair) => spelled(to, pair.its, relation));
    const on = own.map((key, at) => call('=', [key, its[at] as Scalar], 'boolean'));
    node = {
      kind: 'join',
      type: 'left',
      left: node,
      right: scan,
      on: [...on, ...holds(link, from, to, relation, asked)],
    };
    const hasKey = all(own.map(isNotNull));
    const met = isNotNull(its[0] as Scalar);
    stops = {
      isNull: all([...arrived, any(own.map(isNull))]),
      isDangling: all([...arrived, hasKey, isNull(its[0] as Scalar)]),
    };
    arrived = [...arrived, met];
    here = { dataset: to, relation };
  }
  if (stops === null) return null;
  const [rows, nullKeys, danglingKeys] = [count(), count(stops.isNull), count(stops.isDangling)];
  const measures: Named<AggregateCall>[] = [rows, nullKeys, danglingKeys].map((value, at) => ({
    name: LEFT_OUT[at] as string,
    value,
  }));
  return { kind: 'aggregate', relation: 'left_out', input: node, groups: [], measures };
}

function holds(link: Link, from: Dataset, to: Dataset, relation: string, { history, zone }: Asked): readonly Scalar[] {
  const { during } = link;
  if (during === null || (from.time === null && looksAtOwnDay(during, history))) return [];
  const own = (): Scalar => {
    const time = inZone(spelled(from, from.time ?? '', BASE), zone);
    return time.type === 'date' ? time : call('trunc', [{ kind: 'literal', value: 'day', type: 'text' }, time], 'date');
  };
  return holdsOn(
    dayLookedAt(during, history, own),
    spelled(to, during.from, relation),
    spelled(to, during.to, relation),
  );
}

const count = (where?: Scalar): AggregateCall => ({
  kind: 'aggregate',
  name: 'count',
  args: [],
  type: 'integer',
  ...(where && { where }),
});

const scanOf = ({ table, select }: Dataset, relation: string): Scan | null =>
  table === null && select === null ? null : { kind: 'scan', relation, table, ...(select && { select }) };

function spelled(dataset: Dataset, name: string, relation: string): Scalar {
  const found = dataset.dimensions.get(name);
  if (found === undefined) throw new Error(`no dimension ${name} on ${dataset.name}`);
  return over(found.expression, relation);
}

const over = (scalar: Scalar, relation: string): Scalar =>
  mapScalar(scalar, (node) => (node.kind === 'column' ? column(relation, node.column, node.type) : node));
