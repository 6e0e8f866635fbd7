import type { Comparison } from '../comparison.js';
import { compareDatasets } from './datasets.js';
import { compareDimensions } from './dimensions.js';
import { compareSchemas } from './graphql.js';
import { compareLinks } from './links.js';
import { compareMetrics } from './metrics.js';
import { compareRollups } from './rollups.js';
import { compareSegments } from './segments.js';
import { compareSpines } from './spines.js';
import { compareViews } from './views.js';

export const COMPARISONS: readonly Comparison[] = [
  compareDatasets,
  compareDimensions,
  compareLinks,
  compareSegments,
  compareRollups,
  compareMetrics,
  compareViews,
  compareSpines,
  compareSchemas,
];
