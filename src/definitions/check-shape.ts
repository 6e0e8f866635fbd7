import { z } from 'zod';
import { listNames, nearest } from '../problems/did-you-mean.js';
import { knownKeys } from './known-keys.js';
import { demand, hintOf, kindOf, pathText } from './shape-wording.js';
import { type Entry, type MapTree, plain, type Tree, treeAt } from './tree.js';

/**
 * What a shape finds wrong with a value. `spoils` is the key of the value that is of no use, `'*'` all of it; an unknown
 * key spoils nothing.
 */
export interface ShapeFault {
  /** Undefined where another fault says it already. */
  readonly message: string | undefined;
  readonly hint?: string | undefined;
  readonly offset: number;
  readonly spoils?: string | undefined;
  /** The key that is missing, or that an unknown one was probably to be: a misspelt key is told once, not twice. */
  readonly about?: { readonly missing: string } | { readonly meant: string } | undefined;
}

type Issue = z.core.$ZodIssue;

/** `what` names the value in messages: `Metric "plays"`; `owner` is the offset for what is missing from it. */
export function checkShape(shape: z.core.$ZodType, tree: Tree, what: string, owner: number): ShapeFault[] {
  const result = z.safeParse(shape, plain(tree));
  if (result.success) return [];
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, { shape, tree, what, owner }, []));
  const meant = new Set(faults.flatMap(({ about }) => (about && 'meant' in about ? about.meant : [])));
  const isTold = ({ about }: ShapeFault): boolean =>
    about !== undefined && 'missing' in about && meant.has(about.missing);
  return faults.map((fault) => (isTold(fault) ? { ...fault, message: undefined } : fault));
}

interface Checked {
  readonly shape: z.core.$ZodType;
  readonly tree: Tree;
  readonly what: string;
  readonly owner: number;
}

function faultsOf(issue: Issue, of: Checked, before: readonly PropertyKey[]): ShapeFault[] {
  const path = [...before, ...issue.path];
  const value = treeAt(of.tree, path);
  if (value === undefined) return [missing(of, path)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(of, path, value, key));
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => faultsOf(inner, of, path));
  }
  const about = path.length === 0 ? of.what : `${of.what}: ${pathText(path)}`;
  return [
    {
      message: `${about} ${demand(issue)}${SAYS_ITSELF.has(issue.code) ? '' : `, not ${kindOf(value)}`}.`,
      hint: hintOf(issue, value),
      offset: value.start,
      spoils: spoiled(path),
    },
  ];
}

/** Their message is whole without what stands there. */
const SAYS_ITSELF = new Set(['custom', 'too_small', 'too_big']);

/** The one branch of a union that has the value's own form, so that its faults are worth telling. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const near = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return near.length === 1 ? near[0] : undefined;
}

function missing({ tree, what, owner }: Checked, path: readonly PropertyKey[]): ShapeFault {
  const holder = path.length > 1 ? treeAt(tree, path.slice(0, -1)) : undefined;
  const about = path.length > 1 ? `${what}: ${pathText(path.slice(0, -1))}` : what;
  return {
    message: `${about} needs "${String(path.at(-1))}".`,
    offset: holder?.start ?? owner,
    spoils: spoiled(path),
    about: { missing: pathText(path) },
  };
}

function unknownKey(
  { shape, what, owner }: Checked,
  path: readonly PropertyKey[],
  holder: Tree,
  key: string,
): ShapeFault {
  const map = holder as MapTree;
  const entry = map.entries.get(key);
  const keys = [...new Set(knownKeys(shape, path))];
  const comma = commaHint(map, entry);
  const meant = nearest(
    key,
    keys.filter((known) => !map.entries.has(known)),
  );
  const about = path.length === 0 ? what : `${what}: ${pathText(path)}`;
  return {
    message: `${about} has no key "${key}".`,
    hint: comma ?? mergeHint(key) ?? (meant ? `Did you mean "${meant}"?` : `It can have: ${listNames(keys, 20)}.`),
    offset: entry?.start ?? owner,
    spoils: comma ? '*' : undefined,
    about: meant && !comma ? { meant: pathText([...path, meant]) } : undefined,
  };
}

export function commaHint(map: MapTree, entry: Entry | undefined): string | undefined {
  return map.flow && entry?.bare ? 'Inside { } a comma ends a value: put a text with commas in quotes.' : undefined;
}

const mergeHint = (key: string): string | undefined =>
  key === '<<' ? 'Merge keys are not part of YAML 1.2: write the keys out.' : undefined;

const spoiled = (path: readonly PropertyKey[]): string => (path.length > 0 ? String(path[0]) : '*');
