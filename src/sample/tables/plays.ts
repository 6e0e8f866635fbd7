import { choose, list } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import type { Sizes } from '../sizes.js';
import { DAYS, FIRST_DAY, TRUTHS } from '../truths.js';
import { endOf } from './experiments.js';
import { COUNTRY_CODES } from './places.js';

export const DEVICES = { tv: 0.46, phone: 0.28, web: 0.14, tablet: 0.117 };
const ROWS = {
  'Continue Watching': 0.28,
  'Trending Now': 0.18,
  'Because You Watched': 0.16,
  'Top Picks': 0.14,
  'New Releases': 0.09,
};
const COMPLETION =
  "CASE device WHEN 'tv' THEN 0.68 WHEN 'web' THEN 0.52 WHEN 'tablet' THEN 0.46 WHEN 'phone' THEN 0.36 ELSE 0.5 END";
const { autoplayNext, finalNight, holidays, incident, lateDay, premiere, quietAutoplay, simpson } = TRUTHS;

/** Members watch more on weekends and in the northern winter, and there are more of them from month to month. */
const days = (plays: number): SampleTable => ({
  name: 'days',
  scratch: true,
  select: `
    WITH factors AS (
      SELECT day, 0.7 + 0.6 * (day - DATE '${FIRST_DAY}') / ${DAYS} AS growth,
        [1.20, 0.88, 0.86, 0.88, 0.93, 1.12, 1.25][1 + dayofweek(day)]::DOUBLE / 1.017 AS weekly,
        1 + 0.18 * cos(2 * pi() * (dayofyear(day) - 10) / 365.25) AS yearly,
        CASE WHEN strftime(day, '%m-%d') >= '${holidays.from}' OR strftime(day, '%m-%d') <= '${holidays.through}'
          THEN ${holidays.factor}
          WHEN day = DATE '${finalNight.day}' THEN ${finalNight.factor} ELSE 1 END AS anomaly
      FROM calendar WHERE day >= DATE '${FIRST_DAY}'
    ), counted AS (
      SELECT day, round(${plays} / ${DAYS}.0 * growth * weekly * yearly * anomaly
        * (0.97 + 0.06 * draw('day', day - DATE '${FIRST_DAY}')))::BIGINT AS plays
      FROM factors
    )
    SELECT day, plays, (sum(plays) OVER (ORDER BY day) - plays)::BIGINT AS first_id FROM counted ORDER BY day`,
});

/**
 * Who watches what. `ids` is a SELECT of `day` and `id`.
 * A member or title that is not there on that day is drawn anew, at last among those that are there on all days.
 */
export const whoAndWhat = (topic: string, ids: string): string => `
  SELECT ids.*, coalesce(m1.member_id, m2.member_id, m3.member_id) AS member_id,
    coalesce(m1.country, m2.country, m3.country) AS home,
    coalesce(t1.title_id, t2.title_id, t3.title_id) AS title_id,
      coalesce(t1.runtime, t2.runtime, t3.runtime) AS runtime,
    coalesce(t1.quality, t2.quality, t3.quality) AS quality
  FROM (
    SELECT ids.*, skewed(draw('${topic}.m1', id), members, 1.8) AS m1,
      skewed(draw('${topic}.m2', id), members, 1.8) AS m2,
      skewed(draw('${topic}.m3', id), steady, 1.8) AS m3, skewed(draw('${topic}.t1', id), titles, 3) AS t1,
      skewed(draw('${topic}.t2', id), titles, 3) AS t2, skewed(draw('${topic}.t3', id), old, 3) AS t3
    FROM (${ids}) AS ids, (SELECT count(*) AS members, count(steady_rank) AS steady FROM member_pool),
      (SELECT count(*) AS titles, count(old_rank) AS old FROM title_pool)
  ) AS ids
  LEFT JOIN member_pool AS m1 ON m1.rank = ids.m1 AND day >= m1.active_from AND day < m1.active_until
  LEFT JOIN member_pool AS m2 ON m2.rank = ids.m2 AND day >= m2.active_from AND day < m2.active_until
  LEFT JOIN member_pool AS m3 ON m3.steady_rank = ids.m3
  LEFT JOIN title_pool AS t1 ON t1.rank = ids.t1 AND t1.release_date <= day
  LEFT JOIN title_pool AS t2 ON t2.rank = ids.t2 AND t2.release_date <= day
  LEFT JOIN title_pool AS t3 ON t3.old_rank = ids.t3`;

/** A third of the day's hours spread out, the rest around 20:20 local time; the UTC day stays the same. */
const SECOND_OF_DAY = `(floor(3600 * (CASE WHEN draw('play.evening', id) < 0.68
    THEN 20.3 + 4.5 * (draw('play.hour', id) + draw('play.hour2', id) - 1) ELSE 6 + 18 * draw('play.hour', id) END
    - coalesce(utc_offset, 0)))::BIGINT + 172800) % 86400`;

export const plays = (sizes: Sizes): readonly SampleTable[] => [
  days(sizes.plays),
  {
    name: 'plays',
    select: `
      WITH ids AS (SELECT day, first_id + unnest(range(plays)) AS id FROM days),
      started AS (
        SELECT drawn.*, day::TIMESTAMP + to_seconds(${SECOND_OF_DAY}) AS started_at,
          draw('play.device', CASE WHEN draw('play.own_device', id) < 0.7 THEN member_id ELSE -id END) AS device_draw,
          draw('play.away', id) AS away, draw('play.player', id) AS player_draw, draw('play.lost', id) AS lost,
          draw('play.row', id) AS row_draw, draw('play.late', id) AS late, draw('play.progress', id) AS progress
        FROM (${whoAndWhat('play', 'SELECT * FROM ids')}) AS drawn LEFT JOIN country_shares ON code = home
      ), equipped AS (
        SELECT *, ${choose('device_draw', DEVICES)} AS device FROM started
      ), playing AS (
        SELECT *, CASE WHEN day >= DATE '${simpson.from}' AND player_draw <
            CASE device ${Object.entries(simpson.share)
              .map(([device, share]) => `WHEN '${device}' THEN ${share}`)
              .join(' ')} ELSE 0 END
          THEN 'nova' ELSE 'classic' END AS player
        FROM equipped
        WHERE NOT (day = DATE '${incident.day}' AND device IS NOT DISTINCT FROM '${incident.device}'
          AND draw('play.incident', id) < ${incident.playsLost})
      ), treating AS (
        SELECT p.*, coalesce(started_at >= longer_from AND started_at < ${endOf(autoplayNext.experimentId)}, false)
          AS is_longer,
          coalesce(started_at >= fewer_from AND started_at < ${endOf(quietAutoplay.experimentId)}, false) AS is_fewer
        FROM playing AS p LEFT JOIN treated USING (member_id)
      ), watched AS (
        SELECT *, draw('play.completes', id) <
            (${COMPLETION} + quality + CASE player WHEN 'nova' THEN ${simpson.lift} ELSE 0 END
              - CASE WHEN is_fewer THEN ${quietAutoplay.completionLoss} ELSE 0 END)
            * CASE WHEN day = DATE '${incident.day}' AND device = '${incident.device}'
              THEN ${incident.completionFactor} ELSE 1 END AS completes
        FROM treating
      ), timed AS (
        SELECT *, floor(runtime * CASE WHEN completes THEN 0.93 + 0.07 * progress ELSE 0.9 * pow(progress, 1.3) END
            * CASE WHEN is_longer THEN ${autoplayNext.minutesFactor} ELSE 1 END)::INTEGER AS watched_minutes
        FROM watched
      ), landed AS (
        SELECT *, started_at + CASE WHEN day = DATE '${lateDay.day}' THEN INTERVAL 2 DAY
            WHEN late < 0.02 THEN to_seconds(86400 + floor(late * 50 * 172000)::BIGINT)
            ELSE to_seconds(watched_minutes * 60 + 1 + floor(late * 60)::BIGINT) END AS ingested_at
        FROM timed
      ), ordered AS (SELECT * FROM landed ORDER BY started_at, id)
      SELECT row_number() OVER () AS play_id,
        CASE WHEN lost < 0.003 THEN 90000000 + member_id WHEN lost < 0.005 THEN NULL ELSE member_id END AS member_id,
        CASE WHEN day >= DATE '${premiere.day}' AND day < DATE '${premiere.day}' + ${premiere.days}
          AND draw('play.premiere', id) < ${premiere.share}
          THEN ${premiere.titleId} WHEN lost > 0.996 THEN 900000 + title_id ELSE title_id END::INTEGER AS title_id,
        CASE WHEN away < 0.03 THEN ${list(COUNTRY_CODES)}[1 + floor(away / 0.03 * ${COUNTRY_CODES.length})::INTEGER]
          WHEN away < 0.033 THEN 'XK' WHEN away < 0.041 THEN NULL ELSE home END AS country_code,
        device, player, started_at, ingested_at, ingested_at::DATE AS ds,
        CASE WHEN lost BETWEEN 0.5 AND 0.505 THEN NULL ELSE watched_minutes END AS minutes,
        CASE WHEN lost BETWEEN 0.5 AND 0.505 THEN NULL ELSE completes END AS is_completed,
        ${choose('row_draw', ROWS)} AS started_from_row
      FROM ordered`,
  },
];
