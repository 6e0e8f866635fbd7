import { type Scalar, visitScalar } from '../expressions/scalar.js';
import type { Dataset, Link, Model } from '../model/model.js';
import { inputsOfNode, type Join, type PlanNode } from '../plan/plan.js';
import { wayOfScan } from '../plan/way-of-scan.js';
import { claimOfKey, claimOfLink, claimOfSpine, type KeyClaim } from './key-claim.js';

/**
 * The claims that a plan's numbers rely on, found from what it joins: a link that gives no column is not joined, and
 * needs no key. Over a many-to-one link, that the rows it reaches are unique; over a one-to-many link and for the base of
 * a conversion, that the dataset's key tells its own rows apart; for a spine, that it has each day once.
 */
export function claimsOfPlan(model: Model, root: PlanNode): readonly KeyClaim[] {
  const claims = claimsOf(model);
  const found = new Map<string, KeyClaim>();
  const rely = (claim: KeyClaim | null): void => {
    if (claim !== null) found.set(claim.id, claim);
  };
  const ranked = relationsRankedByKey(root);
  visitPlan(root, (node) => {
    if (node.kind === 'scan') {
      const way = wayOfScan(model, node);
      const link = way?.links.at(-1);
      if (way === null)
        for (const spine of model.spines)
          rely(spine.rule === null && spine.table === node.table ? claims.spine(spine) : null);
      else if (link?.kind === 'many_to_one') rely(claims.link(link));
      else if (link !== undefined) rely(claims.key(way.from));
    } else if ((node.kind === 'project' || node.kind === 'aggregate') && ranked.has(node.relation)) {
      for (const dataset of datasetsOfKeys(model, node)) rely(claims.key(dataset));
    }
  });
  return [...found.values()];
}

/** Claims by what they are about, each made once for a model. */
interface Claims {
  readonly link: (link: Link) => KeyClaim | null;
  readonly key: (dataset: Dataset) => KeyClaim | null;
  readonly spine: (spine: Model['spines'][number]) => KeyClaim | null;
}

const made = new WeakMap<Model, Claims>();

function claimsOf(model: Model): Claims {
  const known = made.get(model);
  if (known !== undefined) return known;
  const claims: Claims = {
    link: once((link) => claimOfLink(model, link)),
    key: once(claimOfKey),
    spine: once(claimOfSpine),
  };
  made.set(model, claims);
  return claims;
}

function once<T extends object>(make: (of: T) => KeyClaim | null): (of: T) => KeyClaim | null {
  const known = new Map<T, KeyClaim | null>();
  return (of) => {
    const claim = known.get(of) ?? make(of);
    known.set(of, claim);
    return claim;
  };
}

/** A conversion takes the latest row of its base, and of several at one time the one with the highest key. */
function relationsRankedByKey(root: PlanNode): ReadonlySet<string> {
  const found = new Set<string>();
  visitPlan(root, (node) => {
    if (node.kind !== 'project') return;
    for (const { value } of node.columns)
      if (value.kind === 'over' && value.name === 'rank')
        for (const { value: key } of value.orderBy)
          if (key.kind === 'column' && isEventKey(key.column)) found.add(key.relation);
  });
  return found;
}

function datasetsOfKeys(model: Model, node: Extract<PlanNode, { kind: 'project' | 'aggregate' }>): readonly Dataset[] {
  const columns = node.kind === 'project' ? node.columns : node.groups;
  const names = columns.flatMap(({ name, value }) => (isEventKey(name) ? relationsOf(value) : []));
  return [...new Set(names)].flatMap((name) => model.datasets.get(name) ?? []);
}

function relationsOf(scalar: Scalar): readonly string[] {
  const found: string[] = [];
  visitScalar(scalar, (node) => {
    if (node.kind === 'column') found.push(node.relation);
  });
  return found;
}

const isEventKey = (name: string): boolean => name.startsWith('event.key_');

/** Whether a row has a partner does not depend on how many. */
const isExistence = (node: PlanNode): node is Join =>
  node.kind === 'join' && (node.type === 'semi' || node.type === 'anti');

/** A node that stands in two places is visited once. */
function visitPlan(root: PlanNode, visit: (node: PlanNode) => void): void {
  const seen = new Set<PlanNode>();
  const walk = (node: PlanNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    visit(node);
    for (const input of isExistence(node) ? [node.left] : inputsOfNode(node)) walk(input);
  };
  walk(root);
}
