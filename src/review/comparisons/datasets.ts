import type { Dataset } from '../../model/model.js';
import { aspectsOf } from '../aspects.js';
import type { Aspect, ChangeClass } from '../change.js';
import { type About, byClass, type Comparison, change, same, WORDING } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import { datasetDefinition } from '../side.js';

/** Compared one by one by comparisons of their own. */
const PARTS: ReadonlySet<string> = new Set([
  ...['name', 'columns', 'tables', 'links'],
  ...['dimensions', 'segments', 'metrics', 'rollups'],
]);

/** Which rows a dataset has, what tells them apart, and when they happened. */
export const compareDatasets: Comparison = (before, after) => {
  const { both, renamed, removed, added } = pairsOf(before.model.datasets, after.model.datasets, isAlike);
  return [
    ...both.flatMap(([was, is]) => {
      const aspects = aspectsOf(
        datasetDefinition(before, was.name) ?? {},
        datasetDefinition(after, is.name) ?? {},
        PARTS,
      );
      return byClass(
        about(is),
        aspects.filter(({ key }) => !same(compiled(was, key), compiled(is, key))),
        (aspect) => classOf(aspect, was, is),
      );
    }),
    ...renamed.map(([was, is]) => change(about(was, 'before'), 'breaking', `The dataset was renamed to "${is.name}".`)),
    ...removed.map((was) => change(about(was, 'before'), 'breaking', 'The dataset was removed.')),
    ...added.map((is) => change(about(is), 'additive', 'A dataset was added.')),
  ];
};

const about = ({ name, at, owner }: Dataset, side: About['side'] = 'after'): About => ({
  subject: 'dataset',
  name,
  at,
  owner,
  side,
});

const compiled = (dataset: Dataset, key: string): unknown =>
  key === 'sql' ? dataset.select : dataset[key as keyof Dataset];

/** A time that is gone, or a date where hours were, takes grains away. */
function classOf({ key }: Aspect, was: Dataset, is: Dataset): ChangeClass {
  if (WORDING.has(key) || key === 'cache') return 'wording';
  if (key !== 'time') return 'numbers';
  if (is.time === null) return 'breaking';
  if (was.time === null) return 'additive';
  return typeOfTime(was) === 'timestamp' && typeOfTime(is) === 'date' ? 'breaking' : 'numbers';
}

const typeOfTime = ({ time, dimensions }: Dataset) => dimensions.get(time ?? '')?.type;

const isAlike = (was: Dataset, is: Dataset): boolean =>
  was.table === is.table && same(was.select, is.select) && same(was.columns, is.columns) && same(was.key, is.key);
