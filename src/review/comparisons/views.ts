import type { View, ViewDimension } from '../../model/model.js';
import { listNames } from '../../problems/did-you-mean.js';
import { aspectsOf } from '../aspects.js';
import type { Aspect, Change } from '../change.js';
import { type About, byClass, type Comparison, change, same, WORDING } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import { named, type Side, viewDefinition } from '../side.js';

/** Curated fields: what they offer, and which paths their dimensions stand for. */
export const compareViews: Comparison = (before, after) => {
  const { both, renamed, removed, added } = pairsOf(
    before.model.views,
    after.model.views,
    (was, is) => same(was.metrics, is.metrics) && same(was.dimensions, is.dimensions),
  );
  return [
    ...both.flatMap(([was, is]) => [
      ...wording(before, after, was, is),
      ...metrics(was, is),
      ...dimensions(before, after, was, is),
    ]),
    ...renamed.map(([was, is]) => change(about(was, 'before'), 'breaking', `The view was renamed to "${is.name}".`)),
    ...removed.map((was) => change(about(was, 'before'), 'breaking', 'The view was removed.')),
    ...added.map((is) => change(about(is), 'additive', 'A view was added.')),
  ];
};

const about = ({ name, at, owner }: View, side: About['side'] = 'after'): About => ({
  subject: 'view',
  name,
  at,
  owner,
  side,
});

const wording = (before: Side, after: Side, was: View, is: View): readonly Change[] =>
  byClass(
    about(is),
    aspectsOf(viewDefinition(before, was.name) ?? {}, viewDefinition(after, is.name) ?? {}).filter(
      ({ key }) => WORDING.has(key) && !same(was[key as keyof View], is[key as keyof View]),
    ),
    () => 'wording',
  );

function metrics(was: View, is: View): readonly Change[] {
  const gone = was.metrics.filter((name) => !is.metrics.includes(name));
  const more = is.metrics.filter((name) => !was.metrics.includes(name));
  return [
    ...(gone.length > 0 ? [change(about(is), 'breaking', `The view does not offer ${listNames(gone)} any more.`)] : []),
    ...(more.length > 0 ? [change(about(is), 'additive', `The view offers ${listNames(more)} too.`)] : []),
  ];
}

function dimensions(before: Side, after: Side, was: View, is: View): readonly Change[] {
  const { both, renamed, removed, added } = pairsOf(was.dimensions, is.dimensions, (a, b) => same(a.paths, b.paths));
  const old = (dimension: ViewDimension): About => aboutDimension(before, was, dimension, 'before');
  const now = (dimension: ViewDimension): About => aboutDimension(after, is, dimension, 'after');
  return [
    ...both.flatMap(([a, b]) => compareDimension(now(b), a, b, wordsOf(before, was, a), wordsOf(after, is, b))),
    ...renamed.map(([a, b]) => change(old(a), 'breaking', `The dimension was renamed to "${b.name}".`)),
    ...removed.map((a) => change(old(a), 'breaking', 'The dimension was removed from the view.')),
    ...added.map((b) => change(now(b), 'additive', 'A dimension was added to the view.')),
  ];
}

/** Which paths it stands for, by dataset: others are other groups, and none takes the metrics of that dataset out. */
function compareDimension(
  about: About,
  was: ViewDimension,
  is: ViewDimension,
  said: string | null,
  says: string | null,
): readonly Change[] {
  const aspects = [...new Set([...was.paths.keys(), ...is.paths.keys()])].flatMap((dataset): Aspect[] => {
    const [before, after] = [was.paths.get(dataset) ?? null, is.paths.get(dataset) ?? null];
    return before === after ? [] : [{ key: `the path from ${dataset}`, before, after }];
  });
  const type = was.type === is.type ? [] : [{ key: 'type', before: was.type, after: is.type }];
  const words = said === says ? [] : [{ key: 'description', before: said, after: says }];
  return byClass(about, [...type, ...aspects, ...words], ({ key, before, after }) => {
    if (key === 'description') return 'wording';
    if (key === 'type' || after === null) return 'breaking';
    return before === null ? 'additive' : 'numbers';
  });
}

/** Said in the view itself; else it is that of the dimension. */
const wordsOf = (side: Side, view: View, { name }: ViewDimension): string | null =>
  named(viewDefinition(side, view.name)?.dimensions, name)?.description ?? null;

const aboutDimension = (side: Side, view: View, { name }: ViewDimension, which: 'before' | 'after'): About => ({
  subject: 'view',
  name: `${view.name}.${name}`,
  at: named(viewDefinition(side, view.name)?.dimensions, name)?.name.at ?? view.at,
  owner: view.owner,
  side: which,
});
