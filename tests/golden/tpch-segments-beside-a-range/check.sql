WITH now AS (
  SELECT c_mktsegment AS segment, count(*) AS orders,
    CAST(count(*) FILTER (WHERE o_orderpriority LIKE '1%' OR o_orderpriority LIKE '2%') AS DOUBLE) / count(*) AS urgent_rate
  FROM tpch.orders JOIN tpch.customer ON o_custkey = c_custkey
  WHERE o_orderdate BETWEEN '1997-01-01' AND '1997-01-07' GROUP BY 1),
before AS (
  SELECT c_mktsegment AS segment, count(*) AS orders,
    CAST(count(*) FILTER (WHERE o_orderpriority LIKE '1%' OR o_orderpriority LIKE '2%') AS DOUBLE) / count(*) AS urgent_rate
  FROM tpch.orders JOIN tpch.customer ON o_custkey = c_custkey
  WHERE o_orderdate BETWEEN '1995-06-01' AND '1995-06-03' GROUP BY 1)
SELECT segment, now.orders AS orders, now.urgent_rate AS urgent_rate, coalesce(before.orders, 0) AS previous_orders,
  before.urgent_rate AS previous_urgent_rate
FROM now LEFT JOIN before USING (segment) ORDER BY segment
