import { choose } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import type { Sizes } from '../sizes.js';
import { DAYS, FIRST_DAY, FIRST_SIGNUP_DAY, LAST_DAY } from '../truths.js';

const PLANS = { basic: 0.35, standard: 0.45, premium: 0.2 };
const CHANNELS = { organic: 0.38, referral: 0.17, partner: 0.16, paid_search: 0.15, social: 0.1 };
const untilLastDay = (day: string): string => `CASE WHEN ${day} <= DATE '${LAST_DAY}' THEN ${day} END`;

export const members = (sizes: Sizes): readonly SampleTable[] => [
  {
    // Ids rise with the day of signing up; 35% signed up in the year before the first play.
    name: 'signups',
    scratch: true,
    select: `
      WITH drawn AS (
        SELECT i + 1 AS member_id, i / ${sizes.members}::DOUBLE AS part, draw('member.tenure', i) AS tenure,
          draw('member.return', i) AS returns, draw('member.gap', i) AS gap, draw('member.second', i) AS second
        FROM range(${sizes.members}) AS ids(i)
      ), first_period AS (
        SELECT *, CASE WHEN part < 0.35 THEN DATE '${FIRST_SIGNUP_DAY}' + floor(part / 0.35 * 366)::INTEGER
          ELSE DATE '${FIRST_DAY}' + floor((part - 0.35) / 0.65 * ${DAYS})::INTEGER END AS signup_date
        FROM drawn
      ), ended AS (
        SELECT *, ${untilLastDay('(signup_date + 30 + waiting_days(tenure, 550))')} AS first_end FROM first_period
      ), back AS (
        SELECT *, CASE WHEN returns < 0.2 THEN ${untilLastDay('(first_end + 45 + floor(gap * 200)::INTEGER)')} END
          AS second_start
        FROM ended
      )
      SELECT member_id, signup_date, first_end, second_start,
        ${untilLastDay('(second_start + 30 + waiting_days(second, 400))')} AS second_end,
        CASE WHEN draw('member.lost_country', member_id) >= 0.005 THEN
          CASE WHEN draw('member.lost_country', member_id) < 0.008 THEN 'XK' ELSE shares.code END END AS country
      FROM back JOIN country_shares AS shares
        ON draw('member.country', member_id) >= shares.low AND draw('member.country', member_id) < shares.high
      ORDER BY member_id`,
  },
  {
    // 0.3% belong to members whose rows were deleted.
    name: 'subscriptions',
    select: `
      WITH periods AS (
        SELECT member_id, signup_date AS started_on, first_end AS ended_on FROM signups
        UNION ALL SELECT member_id, second_start, second_end FROM signups WHERE second_start IS NOT NULL
      ), numbered AS (
        SELECT row_number() OVER (ORDER BY started_on, member_id) AS subscription_id, * FROM periods
      ), drawn AS (
        SELECT *, draw('subscription.plan', subscription_id) AS plan_draw,
          draw('subscription.reason', subscription_id) AS reason_draw
        FROM numbered
      )
      SELECT subscription_id,
        CASE WHEN draw('subscription.forgotten', subscription_id) < 0.003 THEN 90000000 + member_id
          ELSE member_id END AS member_id,
        ${choose('plan_draw', PLANS)} AS plan, started_on, ended_on,
        draw('subscription.trial', subscription_id) < 0.55 AS started_with_trial,
        CASE WHEN ended_on IS NOT NULL THEN ${choose('reason_draw', { cancelled: 0.78, payment_failed: 0.17 })} END
          AS end_reason
      FROM drawn ORDER BY subscription_id`,
  },
  {
    // Type 2: a row holds from `valid_from` until the day before `valid_to`; NULL is the row in force.
    name: 'plan_history',
    select: `
      WITH spans AS (
        SELECT subscription_id, plan, started_on, ended_on, member_id % 90000000 AS member_id,
          CASE WHEN draw('plan.changes', subscription_id) < 0.27
            THEN started_on + 60 + floor(draw('plan.change_day', subscription_id) * 300)::INTEGER END AS change_day
        FROM subscriptions
      ), changes AS (
        SELECT *
          REPLACE (CASE WHEN change_day < coalesce(ended_on, DATE '${LAST_DAY}') THEN change_day END AS change_day),
          CASE plan
            WHEN 'standard' THEN CASE WHEN draw('plan.next', subscription_id) < 0.6 THEN 'premium' ELSE 'basic' END
            ELSE 'standard' END AS next_plan
        FROM spans
      )
      SELECT member_id, plan, started_on AS valid_from, coalesce(change_day, ended_on) AS valid_to, 'start' AS reason
      FROM changes
      UNION ALL
      SELECT member_id, next_plan, change_day, ended_on,
        CASE WHEN plan = 'basic' OR next_plan = 'premium' THEN 'upgrade' ELSE 'downgrade' END
      FROM changes WHERE change_day IS NOT NULL
      ORDER BY member_id, valid_from`,
  },
  {
    // `plan` is the plan in force on the last day, NULL for those who left.
    name: 'members',
    select: `
      WITH drawn AS (
        SELECT *, draw('member.channel', member_id) AS channel_draw, draw('member.referrer', member_id) AS referrer
        FROM signups
      ), channelled AS (SELECT *, ${choose('channel_draw', CHANNELS)} AS signup_channel FROM drawn)
      SELECT m.member_id, m.country, now.plan, m.signup_date, m.signup_channel,
        CASE WHEN draw('member.kids_known', m.member_id) > 0.02 THEN draw('member.kids', m.member_id) < 0.31 END
          AS has_kids_profile,
        CASE WHEN m.signup_channel = 'referral' AND m.member_id > 1 THEN
          CASE WHEN referrer < 0.02 THEN 80000000 + m.member_id ELSE 1 + floor(referrer * (m.member_id - 1))::BIGINT END
        END AS referred_by,
        CASE WHEN now.plan IS NULL THEN coalesce(m.second_end, m.first_end) END AS cancelled_on
      FROM channelled AS m LEFT JOIN plan_history AS now ON now.member_id = m.member_id AND now.valid_to IS NULL
      ORDER BY m.member_id`,
  },
  {
    // Members in order of activity; `steady_rank` numbers those who stay from before the first day to the last.
    name: 'member_pool',
    scratch: true,
    select: `
      SELECT (row_number() OVER (ORDER BY draw('member.rank', member_id)) - 1)::INTEGER AS rank,
        CASE WHEN steady THEN
          (row_number() OVER (PARTITION BY steady ORDER BY draw('member.rank', member_id)) - 1)::INTEGER
        END AS steady_rank,
        member_id, country, active_from, active_until
      FROM (
        SELECT member_id, country, signup_date AS active_from,
          coalesce(first_end, DATE '${LAST_DAY}' + 1) AS active_until,
          signup_date < DATE '${FIRST_DAY}' AND first_end IS NULL AS steady
        FROM signups
      ) ORDER BY rank`,
  },
];
