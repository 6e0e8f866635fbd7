import type { Dataset, Link, Model } from '../../model/model.js';
import { listNames } from '../../problems/did-you-mean.js';
import { dimensionsOf } from '../../request/common-dimensions.js';
import { aspectsOf, aspectText } from '../aspects.js';
import type { Change } from '../change.js';
import { type About, type Comparison, change, same } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import { datasetDefinition, named, type Side } from '../side.js';

/** Ways from a dataset to others: to which rows they lead, and whether they keep those without a partner. */
export const compareLinks: Comparison = (before, after) =>
  [...before.model.datasets.values()].flatMap((was): readonly Change[] => {
    const is = after.model.datasets.get(was.name);
    return is === undefined ? [] : compareWithin(before, after, was, is);
  });

function compareWithin(before: Side, after: Side, was: Dataset, is: Dataset): readonly Change[] {
  const { both, renamed, removed, added } = pairsOf(was.links, is.links, (a, b) => same({ ...a, name: b.name }, b));
  const old = (link: Link): About => about(before, was, link, 'before');
  const now = (link: Link): About => about(after, is, link, 'after');
  return [
    ...both.flatMap(([a, b]) => {
      if (same(a, b)) return [];
      const aspects = aspectsOf(definitionOf(before, was, a) ?? {}, definitionOf(after, is, b) ?? {});
      const said = `${aspects.map(aspectText).join('; ')}.`;
      const gone = a.to === b.to ? [] : lostOver(before.model, after.model, a, b);
      return gone.length === 0
        ? [change(now(b), 'numbers', said, aspects)]
        : [change(now(b), 'breaking', `${said} Over it there is no ${listNames(gone, 6)} any more.`, aspects)];
    }),
    ...renamed.map(([a, b]) => change(old(a), 'breaking', `The link was renamed to "${b.name}".`)),
    ...removed.map((a) => change(old(a), 'breaking', `The link to "${a.to}" was removed.`)),
    ...added.map((b) => change(now(b), 'additive', `A link to "${b.to}" was added.`)),
  ];
}

function lostOver(before: Model, after: Model, was: Link, is: Link): readonly string[] {
  const there = new Set(dimensionsOf(after, [is.to]).map(({ path }) => path));
  return dimensionsOf(before, [was.to]).flatMap(({ path }) => (there.has(path) ? [] : [`${was.name}.${path}`]));
}

const definitionOf = (side: Side, dataset: Dataset, { name }: Link) =>
  named(datasetDefinition(side, dataset.name)?.links, name);

const about = (side: Side, dataset: Dataset, link: Link, which: 'before' | 'after'): About => ({
  subject: 'link',
  name: `${dataset.name}.${link.name}`,
  at: definitionOf(side, dataset, link)?.name.at ?? dataset.at,
  owner: dataset.owner,
  side: which,
});
