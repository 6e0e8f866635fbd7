/** What generated cases may use beyond simple, ratio and derived metrics over many_to_one links. */
export const FEATURES = [
  'sql-datasets',
  'one-to-many',
  'during',
  'custom-grains',
  'fill',
  'top',
  'offsets',
  'cumulative',
  'semi-additive',
  'conversion',
  'funnel',
  'share',
  'rank',
  'multi-stage',
  'metric-filter',
  'instants',
  'percentiles',
] as const;
export type Feature = (typeof FEATURES)[number];
