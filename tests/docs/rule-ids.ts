const series = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** The rules, by group. */
export const RULES: readonly string[] = [
  ...series('G', 7),
  ...series('J', 10),
  ...series('M', 3),
  ...series('F', 10),
  ...series('T', 10),
  ...series('W', 6),
  ...series('O', 5),
  ...series('D', 2),
  ...series('K', 9),
  ...series('P', 4),
  ...series('N', 2),
  ...series('R', 3),
];

/** Points that the rules leave open, each settled by a rule of its own, named after the rule before it. */
export const OPEN_RULES: readonly string[] = [
  'G4a', // counts of NULLs
  'G6a', // grand totals
  'J4a', // a label on what is not text
  'J4b', // a label under conditions
  'J6a', // histories as of another day
  'J7a', // keys behind several links
  'F3a', // empty lists
  'F4a', // case beyond ASCII
  'F7a', // NULL as an entity
  'T7a', // relative ranges by custom grains
  'T7b', // comparisons
  'T7c', // comparisons in custom grains
  'T9a', // calendars by a rule
  'T10a', // metric_time inside any and not
  'W1a', // weeks against months in windows
  'W1b', // windows of custom units
  'W5a', // windows without a spine
  'W6a', // windows over metrics of metrics
  'W6b', // windows of stages
  'W6c', // stages of windows
  'W6d', // windows of windows
  'O1a', // months by week in offsets
  'O1b', // custom units by finer grains in offsets
  'O2a', // weeks by month in offsets
  'O2b', // which of two grains is finer
  'O3a', // starts without periods
  'O4a', // shares and stages shifted
  'O4b', // windows shifted by less than the period
  'O4c', // an offset of an offset
  'O5a', // offsets without periods
  'D1a', // fill with neither range nor spine
  'D1b', // fill without periods
  'D3', // the last value
  'D3a', // the last value of several metrics
  'D3b', // the last value of windows, offsets and ranks
  'D3c', // the last value in comparisons
  'K3a', // conversions of days and timestamps
  'K3b', // conversions: counting first events
  'K3c', // time to convert
  'K3d', // conversions and funnels in other periods
  'K4a', // funnels
  'K4b', // windows, constants and times of funnels
  'K5a', // balances off the chosen day
  'K5b', // semi-additive means
  'K5c', // semi-additive, filled forward
  'K5d', // what cannot be filled forward
  'K7a', // shares within what is not asked
  'K7b', // shares within windows, and shifted
  'P4a', // ties in top
  'P4b', // top beside other dimensions
  'N1a', // NaN and Infinity
  'N1b', // NaN among numbers
  'N2a', // outside of a domain
  'N3', // estimates
  'R1a', // broken definitions
];
