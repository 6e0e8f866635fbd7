SELECT
  CAST(date_trunc('month', charged_at) AS date) AS month,
  plan,
  sum(amount) FILTER (WHERE status = 'paid') AS revenue,
  sum(amount) FILTER (WHERE kind = 'refund') AS refunds,
  count(DISTINCT member_id) FILTER (WHERE status = 'paid' AND amount > 0) AS paying_members,
  CAST(sum(amount) FILTER (WHERE status = 'paid') AS double)
    / nullif(count(DISTINCT member_id) FILTER (WHERE status = 'paid' AND amount > 0), 0) AS revenue_per_paying_member
FROM streaming.charges
GROUP BY 1, 2
ORDER BY 1, 2 NULLS LAST
