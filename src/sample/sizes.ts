/** Row counts that the scale sets; all others follow from them. */
export interface Sizes {
  readonly members: number;
  readonly titles: number;
  readonly plays: number;
  readonly computeJobs: number;
}

/** Scale 1 has about two million plays. Titles shrink more slowly, so that small samples keep their variety. */
export const sizesFor = (scale: number): Sizes => ({
  members: Math.max(200, Math.round(40_000 * scale)),
  titles: Math.max(100, Math.round(1_500 * Math.sqrt(scale))),
  plays: Math.max(2_000, Math.round(2_000_000 * scale)),
  computeJobs: Math.max(500, Math.round(120_000 * scale)),
});
