-- The numbers of streaming.graphql in one statement, as somebody might write it who knows what is asked.
WITH watched AS (
  SELECT p.minutes, p.member_id, p.is_completed, p.device, t.title_name, t.genre, m.country, m.plan,
    p.started_at::DATE AS day, date_trunc('month', p.started_at) AS month, date_trunc('week', p.started_at) AS week
  FROM streaming.plays p LEFT JOIN streaming.titles t USING (title_id) LEFT JOIN streaming.members m USING (member_id)
  WHERE p.started_at >= TIMESTAMP '2026-01-01' AND p.started_at < TIMESTAMP '2026-04-01'
    AND p.ds BETWEEN DATE '2026-01-01' AND DATE '2026-04-03'
), by_viewer AS (
  SELECT grouping(month, title_name) AS set_of, coalesce(title_name, month::VARCHAR) AS member, count(*) AS plays,
    sum(minutes) / 60.0 AS hours, count(DISTINCT member_id) AS viewers,
    count(*) FILTER (WHERE is_completed) / count(is_completed) AS completion_rate
  FROM watched GROUP BY GROUPING SETS ((), (month), (title_name))
), by_play AS (
  SELECT 10 + grouping(day, week, country, plan, genre, device) AS set_of,
    concat_ws('/', day, week, country, plan, genre, device) AS member, count(*) AS plays, sum(minutes) / 60.0 AS hours,
    avg(minutes) AS minutes_per_play, count(*) FILTER (WHERE is_completed) / count(is_completed) AS completion_rate
  FROM watched GROUP BY GROUPING SETS ((day), (week), (country), (plan), (device), (genre, device))
), by_impression AS (
  SELECT 100 + grouping(shown_at::DATE, date_trunc('week', shown_at), row_name, algorithm, position <= 6, device) AS set_of,
    concat_ws('/', shown_at::DATE, date_trunc('week', shown_at), row_name, algorithm, position <= 6, device) AS member,
    count(*) AS impressions, count(play_id) / count(*) AS take_rate
  FROM streaming.impressions
  WHERE shown_at >= TIMESTAMP '2026-01-01' AND shown_at < TIMESTAMP '2026-04-01'
    AND ds BETWEEN DATE '2026-01-01' AND DATE '2026-03-31'
  GROUP BY GROUPING SETS ((), (shown_at::DATE), (date_trunc('week', shown_at)), (row_name), (algorithm), (position <= 6, device))
)
SELECT set_of, member, plays, hours, viewers, completion_rate FROM by_viewer
UNION ALL SELECT set_of, member, plays, hours, minutes_per_play, completion_rate FROM by_play
UNION ALL SELECT set_of, member, impressions, take_rate, NULL, NULL FROM by_impression
