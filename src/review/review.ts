import { CHANGE_CLASSES, type Change, type Review, SUBJECTS } from './change.js';
import { type About, change } from './comparison.js';
import { COMPARISONS } from './comparisons/comparisons.js';
import { movementOf } from './movement.js';
import type { Side } from './side.js';
import { touchedBy } from './touched.js';

/**
 * What changed between two sides, and whom it touches. The compiled models are compared: how definitions are laid out,
 * and in which files, is no change.
 */
export function review(before: Side, after: Side): Review {
  const movement = movementOf(before, after);
  const [inBefore, inAfter] = [touchedBy(before.model, movement), touchedBy(after.model, movement)];
  const told = COMPARISONS.flatMap((compare) => compare(before, after, movement)).map((each) => ({
    ...each,
    ...(each.side === 'before' ? inBefore(each) : inAfter(each)),
  }));
  const explained = new Set(
    told.flatMap(({ class: of, subject, name, metrics }) => [
      ...metrics,
      ...(subject === 'metric' && (of === 'numbers' || of === 'breaking') ? [name] : []),
    ]),
  );
  const unexplained = [...movement.moved]
    .filter((name) => !explained.has(name))
    .map((name) => change(aboutMetric(after, name), 'numbers', 'It is computed in another way, by what it stands on.'))
    .map((each) => ({ ...each, ...inAfter(each) }));
  return { changes: [...told, ...unexplained].sort(byWeight), moved: [...movement.moved] };
}

const aboutMetric = ({ model }: Side, name: string): About => ({
  subject: 'metric',
  name,
  at: model.metrics.get(name)?.at ?? null,
  owner: model.metrics.get(name)?.owner ?? null,
});

const byWeight = (a: Change, b: Change): number =>
  CHANGE_CLASSES.indexOf(a.class) - CHANGE_CLASSES.indexOf(b.class) ||
  SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject) ||
  (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
