import type { TestInput, TextTestInput, ValueInput } from './query-input.js';

/** A filter argument of a view: GraphQL names to typed filters, with AND, OR and NOT. */
export interface FilterInput {
  readonly [name: string]: unknown;
}

type FilterTests = Readonly<Record<string, ValueInput | readonly ValueInput[] | boolean | null | undefined>>;

interface TreeOf<Self> {
  readonly any?: readonly Self[] | null | undefined;
  readonly all?: readonly Self[] | null | undefined;
  readonly not?: Self | null | undefined;
  readonly at?: string | undefined;
}

/**
 * Turns a view's filter into the conditions of a query, each knowing where the caller wrote it. A filter that is null is
 * no filter: so an optional variable may be left out.
 */
export function readFilter<Condition extends TreeOf<Condition>>(
  filter: FilterInput,
  at: string,
  leaf: (name: string, is: TestInput, at: string) => Condition,
): readonly Condition[] {
  const all = (part: FilterInput, here: string): Condition =>
    ({ all: readFilter(part, here, leaf), at: here }) as unknown as Condition;
  return Object.entries(filter).flatMap(([name, given]): readonly Condition[] => {
    const here = `${at}.${name}`;
    if (given === null || given === undefined) return [];
    const list = (): Condition[] => (given as FilterInput[]).map((part, index) => all(part, `${here}[${index}]`));
    switch (name) {
      case 'AND':
        return list();
      case 'OR':
        return [{ any: list(), at: here } as unknown as Condition];
      case 'NOT':
        return [{ not: all(given as FilterInput, here), at: here } as unknown as Condition];
      default:
        return testsOf(given as FilterTests).map((is) => leaf(name, is, here));
    }
  });
}

/** All keys of a typed filter must hold: each is a test of its own. */
function testsOf({ ignoreCase, ...tests }: FilterTests): readonly TestInput[] {
  return Object.entries(tests)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ({ [key]: isTextTest(key, value) ? textTest(value, ignoreCase === true) : value }) as TestInput,
    );
}

const isTextTest = (key: string, value: unknown): value is string =>
  typeof value === 'string' && (key === 'contains' || key === 'startsWith' || key === 'endsWith');

const textTest = (text: string, ignoreCase: boolean): TextTestInput => ({ text, ignoreCase });
