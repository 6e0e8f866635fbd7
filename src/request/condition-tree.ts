import type { ProblemList } from './reading.js';

/** Conditions on rows and on groups are the same tree over different leaves. */
export interface TreeInput<Self> {
  readonly any?: readonly Self[] | null | undefined;
  readonly all?: readonly Self[] | null | undefined;
  readonly not?: Self | null | undefined;
  readonly at?: string | undefined;
}

export type Tree<Leaf> =
  | Leaf
  | { readonly kind: 'any' | 'all'; readonly of: readonly Tree<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Tree<Leaf> };

const MOST_DEPTH = 50;
const MOST_NODES = 2_000;

interface LeafReader<Input, Leaf> {
  readonly problems: ProblemList;
  readonly leafKeys: readonly (keyof Input & string)[];
  /** How a leaf is written, for messages: `metric with is`. */
  readonly leafForm: string;
  readonly readLeaf: (input: Input, at: string) => Leaf | undefined;
}

/** Reads a list of conditions, all of which must hold. */
export function readTrees<Input extends TreeInput<Input>, Leaf>(
  inputs: readonly Input[],
  at: string,
  reader: LeafReader<Input, Leaf>,
): Tree<Leaf>[] {
  let nodes = 0;
  const { problems, leafKeys, leafForm, readLeaf } = reader;

  const readList = (list: readonly Input[], way: string, depth: number): Tree<Leaf>[] =>
    list.flatMap((input, index) => read(input, `${way}[${index}]`, depth) ?? []);

  const read = (input: Input, way: string, depth: number): Tree<Leaf> | undefined => {
    const here = input.at ?? way;
    if (depth > MOST_DEPTH || ++nodes > MOST_NODES)
      return problems.add({
        code: 'TOO_COMPLEX',
        message:
          depth > MOST_DEPTH
            ? `Conditions nest deeper than ${MOST_DEPTH}.`
            : `There are more than ${MOST_NODES} conditions.`,
        path: here,
        hint: 'in: […] takes many values in one condition.',
      });
    const isLeaf = leafKeys.some((key) => input[key] != null);
    const forms = [isLeaf && leafForm, input.any && 'any', input.all && 'all', input.not && 'not'].filter(Boolean);
    if (forms.length !== 1)
      return problems.add({
        code: 'INVALID_REQUEST',
        message:
          forms.length === 0 ? 'The condition is empty.' : `A condition has one form; this has ${forms.join(' and ')}.`,
        path: here,
        hint: `Use ${leafForm}, or one of any, all, not.`,
      });
    if (isLeaf) return readLeaf(input, here);
    if (input.not) {
      const of = read(input.not, `${here}.not`, depth + 1);
      return of && { kind: 'not', of };
    }
    if (input.any?.length === 0)
      return problems.add({
        code: 'INVALID_REQUEST',
        message: 'any of nothing is never true: no row would be kept.',
        path: `${here}.any`,
        hint: 'Leave the condition out.',
      });
    return input.any
      ? { kind: 'any', of: readList(input.any, `${here}.any`, depth + 1) }
      : { kind: 'all', of: readList(input.all ?? [], `${here}.all`, depth + 1) };
  };
  return readList(inputs, at, 1);
}
