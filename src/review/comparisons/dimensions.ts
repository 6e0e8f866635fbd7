import type { Dataset, Dimension } from '../../model/model.js';
import { aspectsOf } from '../aspects.js';
import type { Aspect, Change } from '../change.js';
import { type About, byClass, type Comparison, change, data, same, WORDING } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import { datasetDefinition, named, type Side } from '../side.js';

/** What the rows of a dataset can be grouped and filtered by; a column that is hidden is gone for those who ask. */
export const compareDimensions: Comparison = (before, after) =>
  [...before.model.datasets.values()].flatMap((was): readonly Change[] => {
    const is = after.model.datasets.get(was.name);
    return is === undefined ? [] : compareWithin(before, after, was, is);
  });

function compareWithin(before: Side, after: Side, was: Dataset, is: Dataset): readonly Change[] {
  const { both, renamed, removed, added } = pairsOf(visible(was), visible(is), (a, b) => same(core(a), core(b)));
  const old = (dimension: Dimension): About => about(before, was, dimension, 'before');
  const now = (dimension: Dimension): About => about(after, is, dimension, 'after');
  return [
    ...both.flatMap(([a, b]) => {
      const aspects = aspectsOf(definitionOf(before, was, a) ?? {}, definitionOf(after, is, b) ?? {});
      return byClass(now(b), [...typeOf(a, b), ...aspects.filter(({ key }) => isChange(key, a, b))], ({ key }) =>
        key === 'type' ? 'breaking' : key === 'expression' ? 'numbers' : 'wording',
      );
    }),
    ...renamed.map(([a, b]) => change(old(a), 'breaking', `The dimension was renamed to "${b.name}".`)),
    ...removed.map((a) =>
      is.dimensions.has(a.name)
        ? change(now(a), 'breaking', 'The dimension is hidden now.')
        : change(old(a), 'breaking', 'The dimension was removed.'),
    ),
    ...added.map((b) => change(now(b), 'additive', 'A dimension was added.')),
  ];
}

const visible = ({ dimensions }: Dataset): ReadonlyMap<string, Dimension> =>
  new Map([...dimensions].filter(([, { hidden }]) => !hidden));

const core = ({ type, expression }: Dimension) => ({ type, expression });

const typeOf = (was: Dimension, is: Dimension): readonly Aspect[] =>
  was.type === is.type ? [] : [{ key: 'type', before: was.type, after: is.type }];

/** The type is compared as it was compiled; an expression by its tree. */
function isChange(key: string, was: Dimension, is: Dimension): boolean {
  if (key === 'expression') return data(was.expression) !== data(is.expression);
  return (WORDING.has(key) || key === 'values') && !same(was[key as keyof Dimension], is[key as keyof Dimension]);
}

const definitionOf = (side: Side, dataset: Dataset, { name }: Dimension) =>
  named(datasetDefinition(side, dataset.name)?.dimensions, name);

function about(side: Side, dataset: Dataset, dimension: Dimension, which: 'before' | 'after'): About {
  const definition = datasetDefinition(side, dataset.name);
  const said = named(definition?.dimensions, dimension.name) ?? named(definition?.columns, dimension.name);
  return {
    subject: 'dimension',
    name: `${dataset.name}.${dimension.name}`,
    at: said?.name.at ?? dataset.at,
    owner: dimension.owner ?? dataset.owner,
    side: which,
  };
}
