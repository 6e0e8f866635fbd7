import type { Origin } from '../../report.js';
import type { DbtMetric } from '../manifest.js';
import type { Made, Metrics } from '../metrics.js';
import { conversion } from './conversion.js';
import { cumulative } from './cumulative.js';
import { derived } from './derived.js';
import { ratio } from './ratio.js';
import { simple } from './simple.js';

export type ImportKind = (metrics: Metrics, metric: DbtMetric, origin: Origin) => Made | undefined;

/** By dbt's `type` of a metric. */
export const kinds = { simple, ratio, derived, cumulative, conversion } satisfies Record<string, ImportKind>;
