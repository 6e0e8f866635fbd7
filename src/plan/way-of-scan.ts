import type { Dataset, Link, Model } from '../model/model.js';
import type { Scan } from './plan.js';

/** The links by which a plan reaches the rows of a scan; none for the rows of a dataset themselves. */
export interface Way {
  readonly from: Dataset;
  readonly links: readonly Link[];
}

/** Relations of linked rows are named by the way to them (plays.member.country); null for anything else, such as a spine. */
export function wayOfScan(model: Model, { relation, table, select }: Scan): Way | null {
  const [start = '', ...steps] = relation.split('.');
  const from = model.datasets.get(start);
  let here = from;
  const links: Link[] = [];
  for (const step of steps) {
    const link = here?.links.get(step);
    if (link === undefined) return null;
    links.push(link);
    here = model.datasets.get(link.to);
  }
  const isThere = select ? here?.select === select : here?.table === table;
  return from && isThere ? { from, links } : null;
}

/** Whether a row meets one row of the scan at most, where the keys hold. */
export const reachesOne = (model: Model, scan: Scan): boolean =>
  wayOfScan(model, scan)?.links.at(-1)?.kind === 'many_to_one';
