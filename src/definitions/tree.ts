/** YAML as plain data with offsets into the file: aliases are followed, each key of a map is there once. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  /** The value as text: `NULL` and `1.50` as written. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  readonly start: number;
  readonly end: number;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly start: number;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  /** Written with braces, where a comma ends a value. */
  readonly flow: boolean;
  readonly start: number;
}

export interface Entry {
  readonly key: string;
  readonly start: number;
  readonly value: Tree;
  /** Neither value nor colon follow the key, as for `b)` in `{expression: SUM(a, b)}`. */
  readonly bare: boolean;
}

export const get = (tree: Tree | undefined, key: string): Tree | undefined =>
  tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined;

export const isNothing = (tree: Tree | undefined): boolean =>
  tree === undefined || (tree.kind === 'scalar' && tree.value === null);

/** The text under a key; undefined where there is none, or no text. */
export function textUnder(tree: Tree | undefined, key: string): string | undefined {
  const value = get(tree, key);
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}

export function textsUnder(tree: Tree | undefined, key: string): readonly string[] | undefined {
  const value = get(tree, key);
  return value?.kind === 'list' ? value.items.map((item) => (item.kind === 'scalar' ? item.text : '')) : undefined;
}

export function isTrueUnder(tree: Tree | undefined, key: string): boolean {
  const value = get(tree, key);
  return value?.kind === 'scalar' && value.value === true;
}

/** The map without some of its keys. */
export function without(tree: MapTree, keys: ReadonlySet<string>): MapTree {
  if (keys.size === 0) return tree;
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => !keys.has(key))) };
}

/** Plain JavaScript values, as shapes are checked against. Maps have no prototype, so that any key is just a key. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  const object: Record<string, unknown> = Object.create(null);
  for (const { key, value } of tree.entries.values()) object[key] = plain(value);
  return object;
}

/** Follows keys and places in lists; undefined where the way ends. */
export function treeAt(tree: Tree | undefined, path: readonly PropertyKey[]): Tree | undefined {
  return path.reduce<Tree | undefined>((here, step) => {
    if (here?.kind === 'list') return here.items[Number(step)];
    return get(here, String(step));
  }, tree);
}
