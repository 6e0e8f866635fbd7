import {
  type AggregateCall,
  all,
  any,
  type ColumnRef,
  call,
  choose,
  column,
  isNotNull,
  mapScalar,
  nullOf,
  type Over,
  type Scalar,
} from '../expressions/scalar.js';
import { type Join, type Named, type OutputColumn, outputColumn, type PlanNode } from '../plan/plan.js';
import { aggregateSets, SET, type Sets, whole } from './aggregate-sets.js';
import { Catalog } from './catalog.js';
import type { Tile } from './tile.js';

/** One statement for several tiles, and where each finds its own cells in the rows. */
export interface Combined {
  readonly root: PlanNode;
  readonly columns: readonly OutputColumn[];
  /** In the order of the tiles. */
  readonly parts: readonly Part[];
}

export interface Part {
  /** The rows with this number in `SET` are the tile's groups. */
  readonly set: number;
  /** The column in which they have their place in the tile's order, from 1; NULL where the tile does not keep them. */
  readonly place: string;
  readonly offset: number;
  readonly limit: number | null;
  /** Under which names the tile's columns stand here. */
  readonly columns: readonly string[];
}

const ROWS = '_rows';
const GROUPS = '_groups';
const SHOWN = '_shown';

/** What a tile is in the columns of the groups of all. */
interface Placed extends Pick<Tile, 'having' | 'columns' | 'by' | 'limit' | 'offset'> {
  readonly groups: readonly string[];
  readonly measures: readonly string[];
}

/** Tiles over the same rows: one pass over them, and one aggregation by the groups of each tile. */
export function combine(tiles: readonly Tile[]): Combined {
  const [rows, groups] = [new Catalog('read', ROWS), new Catalog('group', GROUPS)];
  const measures = new Catalog<AggregateCall>('measure', GROUPS);
  const placed = tiles.map((tile) => place(tile, rows, groups, measures));
  const input: PlanNode = { kind: 'project', relation: ROWS, input: rowsOf(tiles), columns: rows.named };
  return show(placed, aggregateSets(input, groups.named, measures.named, placed));
}

function place(tile: Tile, rows: Catalog, groups: Catalog, measures: Catalog<AggregateCall>): Placed {
  const { aggregate } = tile;
  const inRows = (scalar: Scalar): Scalar =>
    mapScalar(scalar, (node) => (node.kind === 'column' ? rows.add(node) : node));
  const counted = (call: AggregateCall): AggregateCall =>
    inRows(
      tile.only.length === 0 ? call : { ...call, where: all([...tile.only, ...(call.where ? [call.where] : [])]) },
    ) as AggregateCall;
  const [mine, its] = [
    aggregate.groups.map(({ name, value }) => [name, groups.add(rows.add(value))] as const),
    aggregate.measures.map(({ name, value }) => [name, measures.add(counted(value))] as const),
  ];
  const meanings = new Map<string, ColumnRef>([...mine, ...its]);
  const inGroups = (scalar: Scalar): Scalar =>
    mapScalar(scalar, (node) => (node.kind === 'column' ? (meanings.get(node.column) ?? node) : node));
  const isThere = tile.only.length === 0 || mine.length === 0 ? null : measures.add(counted(COUNT));
  return {
    groups: [...new Set(mine.map(([, { column: name }]) => name))].sort(),
    measures: [...its.map(([, { column: name }]) => name), ...(isThere ? [isThere.column] : [])],
    having: [...(isThere ? [call('>', [isThere, whole(0)], 'boolean')] : []), ...tile.having.map(inGroups)],
    columns: tile.columns.map(({ name, value }) => ({ name, value: inGroups(value) })),
    by: tile.by.map((key) => ({ ...key, value: inGroups(key.value) })),
    limit: tile.limit,
    offset: tile.offset,
  };
}

const COUNT: AggregateCall = { kind: 'aggregate', name: 'count', args: [], type: 'integer' };

/** The joins of all tiles: those that not every tile has are such as keep each row once. */
function rowsOf(tiles: readonly Tile[]): PlanNode {
  const joins = new Map<string, Join>();
  for (const tile of tiles)
    for (const join of tile.joins) joins.set(JSON.stringify([join.type, join.right, join.on]), join);
  const [first] = tiles as [Tile];
  const joined = [...joins.values()].reduce<PlanNode>((left, join) => ({ ...join, left }), first.base);
  return first.where.length === 0 ? joined : { kind: 'filter', input: joined, where: first.where };
}

function show(placed: readonly Placed[], { node, numberOf }: Sets): Combined {
  const setOf = outputColumn(node, SET);
  const [values, places] = [new Catalog('value', SHOWN), new Catalog('place', SHOWN)];
  const parts = placed.map((tile): Part => {
    const kept = all(tile.having);
    const inOrder: Over = {
      kind: 'over',
      name: 'row_number',
      args: [],
      partitionBy: [setOf, ...(tile.having.length > 0 ? [kept] : [])],
      orderBy: tile.by,
      type: 'integer',
    };
    return {
      set: numberOf(tile.groups),
      place: places.add(tile.having.length > 0 ? choose(kept, inOrder, nullOf('integer')) : inOrder).column,
      offset: tile.offset,
      limit: tile.limit,
      columns: tile.columns.map(({ value }) => values.add(value).column),
    };
  });
  const columns: readonly Named[] = [
    { name: SET, value: setOf },
    ...values.named.map(({ name, value }) => ({ name, value: onlyWhereShown(name, value, setOf, parts) })),
    ...places.named,
  ];
  const shown: PlanNode = { kind: 'project', relation: SHOWN, input: node, columns };
  return {
    root: { kind: 'filter', input: shown, where: [any(parts.map(isKept))] },
    columns: columns.map(({ name, value }) => ({ name, type: value.type })),
    parts,
  };
}

/** What a tile reckons is reckoned for its own groups alone: elsewhere it might fail. */
function onlyWhereShown(name: string, value: Scalar, setOf: Scalar, parts: readonly Part[]): Scalar {
  const sets = new Set(parts.filter(({ columns }) => columns.includes(name)).map(({ set }) => set));
  if (value.kind === 'column' || new Set(parts.map(({ set }) => set)).size === sets.size) return value;
  return choose(call('in', [setOf, ...[...sets].map(whole)], 'boolean'), value, nullOf(value.type));
}

function isKept({ set, place: name, offset, limit }: Part): Scalar {
  const at = column(SHOWN, name, 'integer');
  return all([
    call('=', [column(SHOWN, SET, 'integer'), whole(set)], 'boolean'),
    limit === null ? isNotNull(at) : call('<=', [at, whole(offset + limit)], 'boolean'),
    ...(offset > 0 ? [call('>', [at, whole(offset)], 'boolean')] : []),
  ]);
}
