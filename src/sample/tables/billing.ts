import { choose } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import { FIRST_DAY, LAST_DAY, TRUTHS } from '../truths.js';

/** USD a month, before and from the price rise on. */
const priceOn = (day: string): string => `
  CASE plan WHEN 'basic' THEN 6.99
    WHEN 'standard' THEN CASE WHEN ${day} < DATE '${TRUTHS.priceRise.day}' THEN 13.99 ELSE 15.49 END
    ELSE CASE WHEN ${day} < DATE '${TRUTHS.priceRise.day}' THEN 19.99 ELSE 22.99 END END`;

export const billing = (): readonly SampleTable[] => [
  {
    // The ledger begins on the first day. Trials are charged 0.00; refunds are rows of their own, below zero.
    name: 'charges',
    select: `
      WITH months AS (
        SELECT subscription_id, member_id, started_on, started_with_trial,
          coalesce(ended_on, DATE '${LAST_DAY}' + 1) AS until,
          unnest(range(0, 1 + datediff('month', started_on, coalesce(ended_on, DATE '${LAST_DAY}')))) AS month
        FROM subscriptions
      ), due AS (
        SELECT *, subscription_id * 64 + month AS id, (started_on + to_months(month::INTEGER))::DATE AS day FROM months
      ), priced AS (
        SELECT d.id, d.subscription_id, d.member_id, p.plan, d.day, started_with_trial AND month = 0 AS is_trial,
          ${priceOn('d.day')} AS price, draw('charge.discount', id) AS discounts,
            draw('charge.method', subscription_id) AS method
        FROM due AS d JOIN plan_history AS p ON p.member_id = d.member_id % 90000000
          AND d.day >= p.valid_from AND (d.day < p.valid_to OR p.valid_to IS NULL)
        WHERE d.day < until AND d.day BETWEEN DATE '${FIRST_DAY}' AND DATE '${LAST_DAY}'
      ), charged AS (
        SELECT id, subscription_id, member_id, plan, CASE WHEN is_trial THEN 'trial' ELSE 'subscription' END AS kind,
          CASE WHEN is_trial THEN 0 WHEN discounts < 0.06 THEN (price * 0.75)::DECIMAL(9, 2)
            ELSE price END::DECIMAL(9, 2) AS amount,
          CASE WHEN NOT is_trial AND discounts < 0.06 THEN price - (price * 0.75)::DECIMAL(9, 2) END::DECIMAL(9, 2)
            AS discount,
          CASE WHEN NOT is_trial AND draw('charge.fails', id) < 0.025 THEN 'failed' ELSE 'paid' END AS status,
          ${choose('method', { card: 0.71, wallet: 0.2, gift_card: 0.08 })} AS payment_method,
          day::TIMESTAMP + to_seconds(floor(draw('charge.second', id) * 86400)::BIGINT) AS charged_at
        FROM priced
      ), refunded AS (
        SELECT id, subscription_id, member_id, plan, 'refund', -amount, NULL, 'paid', payment_method,
          charged_at + to_seconds(86400 + floor(draw('charge.refund_after', id) * 800000)::BIGINT)
        FROM charged WHERE kind = 'subscription' AND status = 'paid' AND draw('charge.refund', id) < 0.012
      ), ledger AS (SELECT * FROM charged UNION ALL SELECT * FROM refunded)
      SELECT row_number() OVER (ORDER BY charged_at, id, kind) AS charge_id, * EXCLUDE (id),
        CASE WHEN status = 'paid' THEN charged_at
          + to_seconds(3600 + floor(draw('charge.settles', id) * 400000)::BIGINT) END AS settled_at
      FROM ledger WHERE charged_at < TIMESTAMP '${LAST_DAY}' + INTERVAL 1 DAY ORDER BY charge_id`,
  },
  {
    // A row for each day, plan and country, also where it is 0. Members without a known country are in 'ZZ'.
    name: 'daily_balances',
    select: `
      WITH steps AS (
        SELECT valid_from AS day, plan, coalesce(country, 'ZZ') AS country_code, 1 AS started, 0 AS ended
        FROM plan_history JOIN signups USING (member_id)
        UNION ALL
        SELECT valid_to, plan, coalesce(country, 'ZZ'), 0, 1
        FROM plan_history JOIN signups USING (member_id) WHERE valid_to IS NOT NULL
      ), daily AS (
        SELECT greatest(day, DATE '${FIRST_DAY}' - 1) AS day, plan, country_code, sum(started) AS started,
          sum(ended) AS ended
        FROM steps GROUP BY ALL
      ), grid AS (
        SELECT day, plan, country_code
        FROM (SELECT unnest(range(DATE '${FIRST_DAY}' - 1, DATE '${LAST_DAY}' + 1, INTERVAL 1 DAY))::DATE AS day),
          (SELECT DISTINCT plan FROM steps), (SELECT DISTINCT country_code FROM steps)
      ), running AS (
        SELECT g.day AS balance_date, plan, country_code,
          coalesce(d.started, 0)::INTEGER AS started, coalesce(d.ended, 0)::INTEGER AS ended,
          sum(coalesce(d.started, 0) - coalesce(d.ended, 0)) OVER (PARTITION BY plan, country_code ORDER BY g.day)
            AS active
        FROM grid AS g LEFT JOIN daily AS d USING (day, plan, country_code)
      )
      SELECT balance_date, plan, country_code, active::INTEGER AS active_subscriptions, started, ended,
        (active * (${priceOn('balance_date')}))::DECIMAL(14, 2) AS monthly_value
      FROM running WHERE balance_date >= DATE '${FIRST_DAY}' ORDER BY balance_date, plan, country_code`,
  },
];
