import { listNames } from '../../problems/did-you-mean.js';
import { CHANGE_CLASSES, type ChangeClass, type ReviewedChange } from '../../review/change.js';
import type { MetricNumbers } from './numbers.js';
import type { Report } from './report.js';

export const MEANING: Readonly<Record<ChangeClass, string>> = {
  breaking: 'What someone relies on is gone, or is something else.',
  numbers: 'The same question gets other numbers.',
  additive: 'There is more to ask for.',
  wording: 'Words for people.',
};

/** `1 breaking, 2 numbers`; `no change`. */
export function countsText(changes: readonly Pick<ReviewedChange, 'class'>[]): string {
  const counts = CHANGE_CLASSES.flatMap((each) => {
    const count = changes.filter(({ class: of }) => of === each).length;
    return count === 0 ? [] : [`${count} ${each}`];
  });
  return counts.join(', ') || 'no change';
}

/** Changes by their class, without empty classes. */
export const byClass = (changes: readonly ReviewedChange[]) =>
  CHANGE_CLASSES.flatMap((of) => {
    const found = changes.filter((change) => change.class === of);
    return found.length === 0 ? [] : [{ class: of, changes: found }];
  });

const MOST_NAMES = 8;

/** Whom a change touches, a line for each kind that there is. */
export const touchedLines = ({ metrics, breakdowns, views, owners }: ReviewedChange): readonly string[] =>
  (
    [
      ['metrics', metrics],
      ['grouped or filtered over it', breakdowns],
      ['views', views],
      ['owners', owners],
    ] as const
  ).flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${listNames(names, MOST_NAMES)}`]));

export const placeText = ({ at, side }: ReviewedChange): string =>
  at === null ? '' : `${at.file}:${at.line}:${at.column}${side === 'before' ? ' (before)' : ''}`;

/** What stands beside the numbers of a metric; nothing where all was compared. */
export function notesOf({
  metric,
  refused,
  periods,
  comparedPeriods,
  total,
  worst,
  dimensions,
}: MetricNumbers): string {
  if (refused !== null) return `${metric} cannot be asked. ${refused}`;
  const differing = periods?.length ?? 0;
  return [
    total === null ? '' : periods === null ? 'it has no periods' : `${differing} of ${comparedPeriods} periods differ`,
    dimensions.length > 0 && worst === null ? `no group differs by ${dimensions.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

export const headline = ({ base, head, changes }: Report): string =>
  `From ${base.label} to ${head.label}: ${countsText(changes)}.`;

export const brokenText = ({ base }: Report): string =>
  base.problems.length === 0
    ? ''
    : `${base.label} does not compile (${base.problems.length} ${base.problems.length === 1 ? 'problem' : 'problems'}): what is broken there counts as not there, and schemas are not compared.`;

export const beyondText = (names: readonly string[]): string =>
  names.length === 0 ? '' : `Not asked, as there are too many: ${listNames(names, MOST_NAMES)}.`;
