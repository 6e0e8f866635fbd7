import type { SampleTable } from './sample-table.js';
import { sizesFor } from './sizes.js';
import { billing } from './tables/billing.js';
import { calendar } from './tables/calendar.js';
import { computeJobs } from './tables/compute-jobs.js';
import { experiments } from './tables/experiments.js';
import { impressions } from './tables/impressions.js';
import { members } from './tables/members.js';
import { places } from './tables/places.js';
import { plays } from './tables/plays.js';
import { titles } from './tables/titles.js';

/** All tables in the order in which they are made: each reads only those before it. */
export function sampleTables(scale: number): readonly SampleTable[] {
  const sizes = sizesFor(scale);
  return [
    ...calendar(),
    ...places(),
    ...titles(sizes),
    ...members(sizes),
    ...billing(),
    ...experiments(),
    ...plays(sizes),
    ...impressions(),
    ...computeJobs(sizes),
  ];
}
