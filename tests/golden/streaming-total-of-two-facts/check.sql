SELECT 1 AS plays, 1.0 AS streaming_hours, 0 AS impressions, NULL AS shown_members, NULL AS plays_per_impression
