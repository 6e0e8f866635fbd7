SELECT sum(l_extendedprice) / DOUBLE '7.0' AS small_quantity_sales_yearly
FROM tpch.lineitem, tpch.part
WHERE p_partkey = l_partkey
  AND p_brand = 'Brand#23'
  AND p_container = 'MED CAN'
  AND l_quantity < (
    SELECT DOUBLE '0.2' * avg(CAST(l_quantity AS double))
    FROM tpch.lineitem
    WHERE l_partkey = p_partkey
  );
