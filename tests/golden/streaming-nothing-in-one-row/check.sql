SELECT
  0 AS plays, NULL AS streaming_hours, 0 AS completed_plays, NULL AS completed_or_null,
  NULL AS tv_minutes, 0 AS tv_minutes_or_zero, NULL AS completion_rate, NULL AS average_minutes
