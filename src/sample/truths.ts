/** The days that the sample covers. They are fixed, never relative to today, so that its numbers stay what they are. */
export const FIRST_DAY = '2024-07-01';
export const LAST_DAY = '2026-06-30';
export const DAYS = 730;
/** Members, subscriptions and the calendar reach one year further back. */
export const FIRST_SIGNUP_DAY = '2023-07-01';

/**
 * What is planted in the data, and therefore known about it.
 * `docs/sample-data.md` tells each truth with the SQL that shows it.
 */
export const TRUTHS = {
  /** Streaming on televisions fails for a day: few plays, and few of them are finished. */
  incident: { day: '2026-03-17', device: 'tv', playsLost: 0.7, completionFactor: 0.35 },
  /** Charges of two plans rise. */
  priceRise: { day: '2025-10-01' },
  /** The new player completes more on each device, but is mostly rolled out to devices on which little is completed. */
  simpson: { from: '2025-01-15', lift: 0.05, share: { tv: 0.12, web: 0.5, tablet: 0.6, phone: 0.85 } },
  /** Two anomalies of the calendar. */
  holidays: { from: '12-24', through: '01-01', factor: 1.35 },
  finalNight: { day: '2026-02-08', factor: 0.7 },
  /** One title takes a part of all plays for ten days. */
  premiere: { titleId: 7, day: '2025-11-14', days: 10, share: 0.08 },
  /** All rows of a day land two days late. */
  lateDay: { day: '2025-06-11' },
  /** The treatment of `autoplay_next` plays longer; that of `quiet_autoplay` completes less. */
  autoplayNext: { experimentId: 3, minutesFactor: 1.12 },
  quietAutoplay: { experimentId: 5, completionLoss: 0.06 },
  /** A runaway pipeline. */
  costSpike: { from: '2026-01-20', through: '2026-01-22', platform: 'spark', owner: 'search', factor: 6 },
} as const;
