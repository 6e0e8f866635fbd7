import { column, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Dataset, Link, Model, Spine } from '../model/model.js';
import { fingerprintOf } from '../plan/fingerprint.js';
import type { Named, PlanNode, Scan } from '../plan/plan.js';
import { tablesOf } from '../plan/tables.js';
import { keyPlan, validityPlan } from './key-plan.js';
import type { Claim } from './ledger.js';

/**
 * What an answer relies on and the data alone can tell: that no two rows have the same values of the key, or that no two
 * rows of a history hold for one key at one time.
 */
export interface KeyClaim extends Claim {
  /** The dataset, or the table of a spine. */
  readonly of: string;
  readonly key: readonly string[];
  readonly during: Link['during'];
  /** Gives the worst offender, as columns of the key and `rows`; no row where the claim holds. */
  readonly plan: PlanNode;
}

/** A row meets at most one over this link. NULL keys meet nobody, and may be many. */
export function claimOfLink(model: Model, link: Link): KeyClaim | null {
  const to = model.datasets.get(link.to);
  const scan = to && scanOf(to);
  if (to === undefined || scan === undefined) return null;
  const key = [...new Set(link.on.map(({ its }) => its))].sort();
  const columns = spelled(to, key);
  if (columns === null) return null;
  if (link.during === null) return claim(to.name, key, null, keyPlan(scan, columns, false));
  const validity = spelled(to, [link.during.from, link.during.to]);
  const [from, until] = validity ?? [];
  return from && until ? claim(to.name, key, link.during, validityPlan(scan, columns, from.value, until.value)) : null;
}

/** The declared key tells the rows of a dataset apart, NULL being a value like any other. */
export function claimOfKey(dataset: Dataset): KeyClaim | null {
  const scan = scanOf(dataset);
  const columns = spelled(dataset, dataset.key);
  if (scan === undefined || columns === null || columns.length === 0) return null;
  return claim(dataset.name, dataset.key, null, keyPlan(scan, columns, true));
}

/** A spine has one row for each of its days. */
export function claimOfSpine(spine: Spine): KeyClaim {
  const scan: Scan = { kind: 'scan', relation: RELATION, table: spine.table };
  const day = column(RELATION, spine.column, spine.types.get(spine.column) ?? 'date');
  return claim(spine.table, [spine.column], null, keyPlan(scan, [{ name: spine.column, value: day }], false));
}

const RELATION = 'rows_of_key';

const claim = (of: string, key: readonly string[], during: Link['during'], plan: PlanNode): KeyClaim => ({
  id: fingerprintOf(plan),
  of,
  key,
  during,
  plan,
  tables: tablesOf(plan),
});

const scanOf = ({ table, select }: Dataset): Scan | undefined =>
  table === null && select === null
    ? undefined
    : { kind: 'scan', relation: RELATION, table, ...(select && { select }) };

function spelled(dataset: Dataset, names: readonly string[]): readonly Named[] | null {
  const columns = names.flatMap((name): Named[] => {
    const found = dataset.dimensions.get(name);
    return found === undefined ? [] : [{ name, value: over(found.expression) }];
  });
  return columns.length === names.length ? columns : null;
}

const over = (scalar: Scalar): Scalar =>
  mapScalar(scalar, (node) => (node.kind === 'column' ? { ...node, relation: RELATION } : node));

/** `"member_id" of "members"`, as messages say it. */
export const nameOf = ({ of, key }: KeyClaim): string => `${key.map((name) => `"${name}"`).join(' + ')} of "${of}"`;
