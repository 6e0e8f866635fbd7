/** Things of two sides, met by their names. */
export interface Pairs<T> {
  readonly both: readonly (readonly [was: T, is: T])[];
  readonly renamed: readonly (readonly [was: T, is: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** @param alike whether a thing that is gone is the same as a new one, but for its name; the first found counts */
export function pairsOf<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  alike: (was: T, is: T) => boolean,
): Pairs<T> {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([, was]) => was);
  const added = new Set([...after].filter(([name]) => !before.has(name)).map(([, is]) => is));
  const renamed: [T, T][] = [];
  const removed = gone.filter((was) => {
    const is = [...added].find((each) => alike(was, each));
    if (is === undefined) return true;
    added.delete(is);
    renamed.push([was, is]);
    return false;
  });
  const both = [...before].flatMap(([name, was]): [T, T][] => {
    const is = after.get(name);
    return is === undefined ? [] : [[was, is]];
  });
  return { both, renamed, removed, added: [...added] };
}
