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

/** Candidates that read the same rows of the same base, together; each in one list. */
export function compatible<T extends Candidate>(candidates: readonly T[]): readonly (readonly T[])[] {
  const batches: T[][] = [];
  for (const candidate of candidates) {
    const found = batches.find(([first]) => first !== undefined && readSame(first, candidate));
    if (found && fits(found, [candidate])) found.push(candidate);
    else batches.push([candidate]);
  }
  return hosted(batches);
}

const readSame = (one: Candidate, other: Candidate): boolean =>
  baseOf(one) === baseOf(other) && beyond(one, other).length + beyond(other, one).length === 0;

const baseOf = ({ tile }: Candidate): string => JSON.stringify(tile.base);

/** What a candidate asks of its rows and the other does not. */
function beyond({ tile }: Candidate, other: Candidate): readonly Scalar[] {
  const theirs = new Set(other.tile.where.map((part) => JSON.stringify(part)));
  return tile.where.filter((part) => !theirs.has(JSON.stringify(part)));
}

/**
 * Candidates that read some of the rows that others read go with them, where each has the groups of one of those: their
 * rows are read and grouped anyway, so that it takes a condition more on the measures, and a statement less.
 */
function hosted<T extends Candidate>(batches: readonly T[][]): readonly (readonly T[])[] {
  const left = batches.toSorted(([a], [b]) => (a?.tile.where.length ?? 0) - (b?.tile.where.length ?? 0));
  const kept: T[][] = [];
  for (const guests of left) {
    const host = kept.find((batch) => canHost(batch, guests));
    if (host === undefined) kept.push([...guests]);
    else host.push(...guests.map((guest) => asGuest(guest, host)));
  }
  return kept;
}

function canHost(host: readonly Candidate[], guests: readonly Candidate[]): boolean {
  const [[first], [guest]] = [host, guests];
  if (first === undefined || guest === undefined || baseOf(first) !== baseOf(guest)) return false;
  const groups = new Set(host.filter(({ tile }) => tile.only.length === 0).map(groupsOf));
  return beyond(first, guest).length === 0 && guests.every((each) => groups.has(groupsOf(each))) && fits(host, guests);
}

const groupsOf = ({ tile }: Candidate): string =>
  JSON.stringify(tile.aggregate.groups.map(({ value }) => JSON.stringify(value)).sort());

function asGuest<T extends Candidate>(guest: T, [host]: readonly T[]): T {
  const { tile } = guest;
  return host === undefined
    ? guest
    : { ...guest, tile: { ...tile, where: host.tile.where, only: beyond(guest, host) } };
}

function fits(batch: readonly Candidate[], more: readonly Candidate[]): boolean {
  const groups = [...batch, ...more].flatMap(({ tile }) => tile.aggregate.groups.map(({ value }) => value));
  return (
    new Set(groups.map((value) => JSON.stringify(value))).size <= MOST_GROUPS &&
    batch.every((one) => more.every((other) => areLike(one, other) && areLike(other, one)))
  );
}

/** Each join that the other lacks keeps its rows; those that both have are the same. */
function areLike(one: Candidate, other: Candidate): boolean {
  const theirs = new Map(other.tile.joins.map((join) => [relationOf(join.right), join]));
  return one.tile.joins.every((join) => {
    const same = theirs.get(relationOf(join.right));
    return same === undefined ? join.type === 'left' && one.keepsRows(join) : textOf(same) === textOf(join);
  });
}

const textOf = ({ type, right, on }: Join): string => JSON.stringify([type, right, on]);
