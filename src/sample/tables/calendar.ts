import type { SampleTable } from '../sample-table.js';
import { FIRST_SIGNUP_DAY, LAST_DAY } from '../truths.js';

/**
 * The day spine. The fiscal year starts in February and has the name of the calendar year that it starts in;
 * a fiscal quarter is named by its first day, a retail week by the Sunday that it starts on.
 */
export const calendar = (): readonly SampleTable[] => [
  {
    name: 'calendar',
    select: `
      SELECT day,
        (date_trunc('quarter', day - INTERVAL 1 MONTH) + INTERVAL 1 MONTH)::DATE AS fiscal_quarter,
        year(day - INTERVAL 1 MONTH)::INTEGER AS fiscal_year,
        day - dayofweek(day)::INTEGER AS retail_week,
        dayofweek(day) IN (0, 6) AS is_weekend
      FROM (SELECT unnest(range(DATE '${FIRST_SIGNUP_DAY}', DATE '${LAST_DAY}' + 1, INTERVAL 1 DAY))::DATE AS day)
      ORDER BY day`,
  },
];
