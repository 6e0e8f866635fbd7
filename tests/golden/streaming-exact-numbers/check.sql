SELECT bytes, price, sum(bytes) AS bytes_streamed, sum(price) AS revenue
FROM streaming.plays
WHERE bytes > 9007199254740992 OR price IN (0.30, 0.01, 9.99)
GROUP BY 1, 2
ORDER BY 1, 2
