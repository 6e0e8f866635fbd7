import type { Dataset, Model } from '../../../model/model.js';
import { name } from '../../expression.js';
import type { Naming } from './portable.js';
import { unsayable } from './unsayable.js';

/** What foreign readers find of a dataset. */
export interface Shown {
  readonly dataset: Dataset;
  /** The fields, and whether each is the column of its name. */
  readonly fields: ReadonlyMap<string, { readonly isColumn: boolean }>;
  /** Where its relationships lead, each by the link that it comes from. */
  readonly reaches: readonly { readonly link: string; readonly to: string }[];
}

export type ShownModel = ReadonlyMap<string, Shown>;

/** Within a field: the columns of its own table, bare. */
export const namingOfFields: Naming = {
  column: ({ column }) => name(column),
  row: () => unsayable('it aggregates rows'),
};

/**
 * Within a metric: `dataset.field`. What lies behind links is named by its dataset alone, so there must be one way to it,
 * which is the one that is meant.
 */
export function namingOfMetrics(model: Pick<Model, 'datasets'>, shown: ShownModel, home: string): Naming {
  return {
    column: ({ relation, column }) => {
      const to = relation === '' ? home : reachedBy(shown, home, relation.split('.'));
      const field = shown.get(to)?.fields.get(column);
      if (field === undefined) return unsayable(`"${column}" of "${to}" is no field there`);
      if (relation === '' && !field.isColumn)
        return unsayable(`the field "${column}" is another value than the column "${column}"`);
      return name(to, column);
    },
    row: () => {
      const column = model.datasets.get(home)?.key.find((key) => shown.get(home)?.fields.has(key));
      return column === undefined
        ? unsayable(`it counts rows, and "${home}" has no key by which to name them`)
        : name(home, column);
    },
  };
}

/** The dataset at the end of a way over links. */
function reachedBy(shown: ShownModel, from: string, links: readonly string[]): string {
  let here = from;
  for (const link of links) {
    const next = shown.get(here)?.reaches.find((each) => each.link === link);
    if (next === undefined) return unsayable(`the link "${link}" of "${here}" is no relationship there`);
    here = next.to;
  }
  if (waysBetween(shown, from, here) > 1)
    return unsayable(`several ways lead from "${from}" to "${here}", and a name cannot say which`);
  return here;
}

/** How many ways lead from one dataset to another, no dataset twice on any: 0, 1, or 2 for more. */
export function waysBetween(
  shown: ShownModel,
  from: string,
  to: string,
  passed: ReadonlySet<string> = new Set(),
): number {
  if (from === to) return 1;
  let ways = 0;
  for (const { to: next } of shown.get(from)?.reaches ?? [])
    if (!passed.has(next) && ways < 2) ways += waysBetween(shown, next, to, new Set([...passed, from]));
  return Math.min(ways, 2);
}
