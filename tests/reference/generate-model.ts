import type { Feature } from './features.js';
import type { Model } from './format.js';
import { datasetsFor } from './generate-datasets.js';
import { metricsFor } from './generate-metrics.js';
import { daysFor, tablesFor } from './generate-tables.js';
import type { Random } from './random.js';

export function modelFor(random: Random, has: (feature: Feature) => boolean): Model {
  const withSpine = (has('custom-grains') && random.chance(0.5)) || (has('fill') && random.chance(0.2));
  const tables = tablesFor(random, { days: daysFor(random), nullTimes: random.chance(0.5), withSpine });
  const grains = withSpine && has('custom-grains') ? ['fiscal_quarter', 'retail_week', 'fiscal_year'] : [];
  return {
    tables,
    spines: withSpine ? [{ table: 'spine', column: 'day', grain: 'day', grains }] : [],
    datasets: datasetsFor(random, tables, has),
    metrics: metricsFor(random, grains, has),
  };
}
