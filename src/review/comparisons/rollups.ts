import type { Dataset } from '../../model/model.js';
import { aspectsOf } from '../aspects.js';
import type { Change } from '../change.js';
import { type About, byClass, type Comparison, change, same } from '../comparison.js';
import { datasetDefinition, named, type Side } from '../side.js';

/** What is aggregated ahead. No number becomes another by it, so all of it is wording to those who ask. */
export const compareRollups: Comparison = (before, after) =>
  [...before.model.datasets.values()].flatMap((was): readonly Change[] => {
    const is = after.model.datasets.get(was.name);
    return is === undefined ? [] : compareWithin(before, after, was, is);
  });

function compareWithin(before: Side, after: Side, was: Dataset, is: Dataset): readonly Change[] {
  const names = [...new Set([...was.rollups.keys(), ...is.rollups.keys()])];
  return names.flatMap((name) => {
    const [old, now] = [was.rollups.get(name), is.rollups.get(name)];
    if (now === undefined) return [change(about(before, was, name, 'before'), 'wording', 'The rollup was removed.')];
    if (old === undefined) return [change(about(after, is, name), 'wording', 'A rollup was added.')];
    if (same(old, now)) return [];
    const aspects = aspectsOf(definitionOf(before, was, name) ?? {}, definitionOf(after, is, name) ?? {});
    return byClass(about(after, is, name), aspects, () => 'wording');
  });
}

const definitionOf = (side: Side, dataset: Dataset, name: string) =>
  named(datasetDefinition(side, dataset.name)?.rollups, name);

const about = (side: Side, dataset: Dataset, name: string, which: 'before' | 'after' = 'after'): About => ({
  subject: 'rollup',
  name: `${dataset.name}.${name}`,
  at: definitionOf(side, dataset, name)?.name.at ?? dataset.at,
  owner: dataset.owner,
  side: which,
});
