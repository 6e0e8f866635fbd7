import { simpleMetricsBelow } from '../model/below.js';
import type { Model } from '../model/model.js';
import { claimOfKey, claimOfLink, claimOfSpine, type KeyClaim } from './key-claim.js';

/** Every claim that some answer over this model may rely on. */
export function claimsOfModel(model: Model): readonly KeyClaim[] {
  const links = [...model.datasets.values()].flatMap((dataset) =>
    [...dataset.links.values()].map((link) => ({ dataset, link })),
  );
  const bases = [...model.metrics.values()].flatMap((metric) =>
    metric.kind === 'conversion' ? simpleMetricsBelow(model, metric) : [],
  );
  const claims = [
    ...links.map(({ dataset, link }) => (link.kind === 'many_to_one' ? claimOfLink(model, link) : claimOfKey(dataset))),
    ...bases.map(({ dataset }) => keyOf(model, dataset)),
    ...model.spines.filter(({ rule }) => rule === null).map(claimOfSpine),
  ];
  return distinct(claims);
}

/** The same, and every declared key; a link to a declared key adds nothing. */
export function allClaims(model: Model): readonly KeyClaim[] {
  const claims = new Map<string, KeyClaim>();
  for (const claim of [...[...model.datasets.values()].map(claimOfKey), ...claimsOfModel(model)]) {
    if (claim === null) continue;
    const about = JSON.stringify([claim.of, [...claim.key].sort(), claim.during]);
    if (!claims.has(about)) claims.set(about, claim);
  }
  return [...claims.values()];
}

function keyOf(model: Model, name: string): KeyClaim | null {
  const dataset = model.datasets.get(name);
  return dataset === undefined ? null : claimOfKey(dataset);
}

const distinct = (claims: readonly (KeyClaim | null)[]): readonly KeyClaim[] => [
  ...new Map(claims.flatMap((claim) => (claim === null ? [] : [[claim.id, claim] as const]))).values(),
];
