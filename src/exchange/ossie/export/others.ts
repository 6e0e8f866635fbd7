import type { Model } from '../../../model/model.js';
import type { Report } from '../../report.js';
import { place } from './datasets.js';

const ONLY_HERE = 'Ossie has nothing of the kind.';

/** What there is nothing for in the plain part. */
export function tellOthers({ datasets, views, spines }: Model, report: Report): void {
  for (const dataset of datasets.values()) {
    const left = (what: string) =>
      report.loss({ what, place: place(dataset) }, `Left out of the plain part: ${ONLY_HERE}`);
    for (const name of dataset.segments.keys()) left(`segment "${dataset.name}.${name}"`);
    for (const name of dataset.rollups.keys()) left(`rollup "${dataset.name}.${name}"`);
  }
  for (const view of views.values())
    report.loss({ what: `view "${view.name}"`, place: place(view) }, `Left out of the plain part: ${ONLY_HERE}`);
  for (const { table, column } of spines)
    report.loss({ what: `calendar "${table}"`, place: column }, `Left out of the plain part: ${ONLY_HERE}`);
}
