-- TPC-H Q17, small-quantity-order revenue. BRAND 'Brand#23', CONTAINER 'MED CAN': of the standard's 'MED BOX' scale 0.01
-- has no such small line.
SELECT sum(l_extendedprice) / 7.0 AS small_quantity_sales_yearly
FROM tpch.lineitem, tpch.part
WHERE p_partkey = l_partkey
  AND p_brand = 'Brand#23'
  AND p_container = 'MED CAN'
  AND l_quantity < (
    SELECT 0.2 * avg(l_quantity)
    FROM tpch.lineitem
    WHERE l_partkey = p_partkey
  );
