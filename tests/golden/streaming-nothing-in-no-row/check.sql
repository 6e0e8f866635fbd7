SELECT name AS country, 0 AS plays, 0 AS impressions FROM streaming.countries WHERE false
