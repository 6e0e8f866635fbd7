import type { Scalar } from '../expressions/scalar.js';
import type { Join } from '../plan/plan.js';
import { relationOf } from '../plan/plan.js';
import type { Tile } from './tile.js';

/** A tile, and which of its joins keep each row exactly once: proven on the data, so that others may have them too. */
export interface Candidate {
  readonly tile: Tile;
  readonly keepsRows: (join: Join) => boolean;
}

/** GROUPING marks each group by a bit of a number that is exact in every engine, and as a double. */
const MOST_GROUPS = 30;

/** A candidate with what is compared of it, spelled once. */
interface Spelled<T> {
  readonly candidate: T;
  readonly base: string;
  readonly where: ReadonlyMap<string, Scalar>;
  readonly joins: ReadonlyMap<string, { readonly text: string; readonly keepsRows: boolean }>;
  readonly groups: readonly string[];
}

/** Candidates that read the same rows of the same base, together; each in one list. */
export function compatible<T extends Candidate>(candidates: readonly T[]): readonly (readonly T[])[] {
  const batches: Spelled<T>[][] = [];
  for (const candidate of candidates.map((each) => spell(each))) {
    const found = batches.find(([first]) => first !== undefined && readSame(first, candidate));
    if (found && fits(found, [candidate])) found.push(candidate);
    else batches.push([candidate]);
  }
  return hosted(batches);
}

const spell = <T extends Candidate>(candidate: T): Spelled<T> => {
  const { tile, keepsRows } = candidate;
  return {
    candidate,
    base: JSON.stringify(tile.base),
    where: new Map(tile.where.map((part) => [JSON.stringify(part), part])),
    joins: new Map(
      tile.joins.map((join) => [
        relationOf(join.right),
        {
          text: JSON.stringify([join.type, join.right, join.on]),
          keepsRows: join.type === 'left' && keepsRows(join),
        },
      ]),
    ),
    groups: tile.aggregate.groups.map(({ value }) => JSON.stringify(value)).sort(),
  };
};

const readSame = <T>(one: Spelled<T>, other: Spelled<T>): boolean =>
  one.base === other.base && beyond(one, other).length + beyond(other, one).length === 0;

/** What a candidate asks of its rows and the other does not. */
const beyond = <T>({ where }: Spelled<T>, other: Spelled<T>): readonly Scalar[] =>
  [...where].flatMap(([text, part]) => (other.where.has(text) ? [] : [part]));

/**
 * Candidates that read some of the rows that others read go with them, where each has the groups of one of those: their
 * rows are read and grouped anyway, so that it takes a condition more on the measures, and a statement less.
 */
function hosted<T extends Candidate>(batches: readonly Spelled<T>[][]): readonly (readonly T[])[] {
  const kept: { readonly hosts: readonly Spelled<T>[]; readonly all: Spelled<T>[] }[] = [];
  for (const guests of batches.toSorted(([a], [b]) => (a?.where.size ?? 0) - (b?.where.size ?? 0))) {
    const found = kept.find(({ hosts, all }) => canHost(hosts, guests) && fits(all, guests));
    const [host] = found?.hosts ?? [];
    if (found === undefined || host === undefined) kept.push({ hosts: guests, all: [...guests] });
    else found.all.push(...guests.map((guest) => asGuest(guest, host)));
  }
  return kept.map(({ all }) => all.map(({ candidate }) => candidate));
}

function canHost<T>(hosts: readonly Spelled<T>[], guests: readonly Spelled<T>[]): boolean {
  const [[host], [guest]] = [hosts, guests];
  if (host === undefined || guest === undefined || host.base !== guest.base) return false;
  const groups = new Set(hosts.map((each) => each.groups.join()));
  return beyond(host, guest).length === 0 && guests.every((each) => groups.has(each.groups.join()));
}

function asGuest<T extends Candidate>(guest: Spelled<T>, host: Spelled<T>): Spelled<T> {
  const { tile } = guest.candidate;
  const only = beyond(guest, host);
  return { ...guest, candidate: { ...guest.candidate, tile: { ...tile, where: host.candidate.tile.where, only } } };
}

const fits = <T>(batch: readonly Spelled<T>[], more: readonly Spelled<T>[]): boolean =>
  new Set([...batch, ...more].flatMap(({ groups }) => groups)).size <= MOST_GROUPS &&
  batch.every((one) => more.every((other) => areLike(one, other) && areLike(other, one)));

/** Each join that the other lacks keeps its rows; those that both have are the same. */
const areLike = <T>(one: Spelled<T>, other: Spelled<T>): boolean =>
  [...one.joins].every(([relation, { text, keepsRows }]) => {
    const same = other.joins.get(relation);
    return same === undefined ? keepsRows : same.text === text;
  });
