import type { Dataset } from '../../model/model.js';
import { aspectsOf } from '../aspects.js';
import type { Change } from '../change.js';
import { type About, byClass, type Comparison, change, same } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import { datasetDefinition, named, type Side } from '../side.js';

/** Named conditions that questions ask for. */
export const compareSegments: Comparison = (before, after) =>
  [...before.model.datasets.values()].flatMap((was): readonly Change[] => {
    const is = after.model.datasets.get(was.name);
    return is === undefined ? [] : compareWithin(before, after, was, is);
  });

function compareWithin(before: Side, after: Side, was: Dataset, is: Dataset): readonly Change[] {
  const { both, renamed, removed, added } = pairsOf(segments(was), segments(is), (a, b) => same(a.where, b.where));
  return [
    ...both.flatMap(([a, b]) =>
      same(a.where, b.where)
        ? []
        : byClass(
            about(after, is, b.name),
            aspectsOf(definitionOf(before, was, a.name) ?? {}, definitionOf(after, is, b.name) ?? {}),
            () => 'numbers',
          ),
    ),
    ...renamed.map(([a, b]) =>
      change(about(before, was, a.name, 'before'), 'breaking', `The segment was renamed to "${b.name}".`),
    ),
    ...removed.map(({ name }) => change(about(before, was, name, 'before'), 'breaking', 'The segment was removed.')),
    ...added.map(({ name }) => change(about(after, is, name), 'additive', 'A segment was added.')),
  ];
}

const segments = ({ segments: all }: Dataset) => new Map([...all].map(([name, where]) => [name, { name, where }]));

const definitionOf = (side: Side, dataset: Dataset, name: string) =>
  named(datasetDefinition(side, dataset.name)?.segments, name);

const about = (side: Side, dataset: Dataset, name: string, which: 'before' | 'after' = 'after'): About => ({
  subject: 'segment',
  name: `${dataset.name}.${name}`,
  at: definitionOf(side, dataset, name)?.name.at ?? dataset.at,
  owner: dataset.owner,
  side: which,
});
