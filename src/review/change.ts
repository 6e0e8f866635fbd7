import type { Place } from '../problems/problem.js';

/** How much a change means to those who ask, the heaviest first. Documented in docs/cli.md. */
export const CHANGE_CLASSES = ['breaking', 'numbers', 'additive', 'wording'] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

export const SUBJECTS = [
  'dataset',
  'dimension',
  'link',
  'segment',
  'rollup',
  'metric',
  'view',
  'spine',
  'graphql',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What of the subject is another, from what to what; null where one side says nothing. */
export interface Aspect {
  /** A key of the definition: expression, where, unit. */
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One thing that is not as it was. A thing may have a change of each class. */
export interface Change {
  readonly class: ChangeClass;
  readonly subject: Subject;
  /** streaming_hours, plays.device, engagement. */
  readonly name: string;
  readonly message: string;
  readonly aspects: readonly Aspect[];
  /** Where it is defined: after the change, or before it where it is gone. */
  readonly at: Place | null;
  readonly side: 'before' | 'after';
  readonly owner: string | null;
}

/** Who else is touched by a change. */
export interface Touched {
  /** Metrics whose own values become others. */
  readonly metrics: readonly string[];
  /** Metrics whose values stay, and whose groups and filters over the changed thing do not. */
  readonly breakdowns: readonly string[];
  readonly views: readonly string[];
  /** Of the changed thing, of the metrics and of the views, each once. */
  readonly owners: readonly string[];
}

export interface ReviewedChange extends Change, Touched {}

export interface Review {
  /** The heaviest first, then by subject and name. */
  readonly changes: readonly ReviewedChange[];
  /** Metrics of both sides whose values become others, by their own definition or by what they stand on. */
  readonly moved: readonly string[];
}

/** The heaviest class among changes; null where there is none. */
export const heaviest = (changes: readonly Pick<Change, 'class'>[]): ChangeClass | null =>
  CHANGE_CLASSES.find((each) => changes.some((change) => change.class === each)) ?? null;
