import type { Place } from '../problems/problem.js';
import { aspectText } from './aspects.js';
import type { Aspect, Change, ChangeClass, Subject } from './change.js';
import type { Movement } from './movement.js';
import type { Side } from './side.js';

/** Finds the changes of one kind of thing. */
export type Comparison = (before: Side, after: Side, movement: Movement) => readonly Change[];

/** The thing that a change is about, as it is told. */
export interface About {
  readonly subject: Subject;
  readonly name: string;
  readonly at: Place | null;
  readonly owner: string | null;
  readonly side?: 'before' | 'after';
}

export const change = (
  { side = 'after', ...about }: About,
  of: ChangeClass,
  message: string,
  aspects: readonly Aspect[] = [],
): Change => ({ ...about, side, class: of, message, aspects });

/** Aspects by their class: one change for each class that has some. */
export function byClass(
  about: About,
  aspects: readonly Aspect[],
  classOf: (aspect: Aspect) => ChangeClass,
): readonly Change[] {
  const classes = new Map<ChangeClass, Aspect[]>();
  for (const aspect of aspects) {
    const of = classOf(aspect);
    classes.set(of, [...(classes.get(of) ?? []), aspect]);
  }
  return [...classes].map(([of, said]) => change(about, of, `${said.map(aspectText).join('; ')}.`, said));
}

/** What everything that is described says for people alone. */
export const WORDING: ReadonlySet<string> = new Set([
  'label',
  'description',
  'owner',
  'tags',
  'state',
  'deprecated',
  'tier',
  'domain',
  'aliases',
]);

/** The same data, maps and sets included; places aside. */
export const same = (a: unknown, b: unknown): boolean => data(a) === data(b);

export const data = (of: unknown): string =>
  JSON.stringify(of, (key, value: unknown) =>
    key === 'at' ? undefined : value instanceof Map ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : value,
  ) ?? '';
