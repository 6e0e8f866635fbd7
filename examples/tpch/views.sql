-- The eight tables for hand-written SQL in DuckDB. Paths are relative to this folder: start DuckDB here.
CREATE SCHEMA IF NOT EXISTS tpch;
CREATE OR REPLACE VIEW tpch.region AS FROM 'data/tpch/region.parquet';
CREATE OR REPLACE VIEW tpch.nation AS FROM 'data/tpch/nation.parquet';
CREATE OR REPLACE VIEW tpch.supplier AS FROM 'data/tpch/supplier.parquet';
CREATE OR REPLACE VIEW tpch.customer AS FROM 'data/tpch/customer.parquet';
CREATE OR REPLACE VIEW tpch.part AS FROM 'data/tpch/part.parquet';
CREATE OR REPLACE VIEW tpch.partsupp AS FROM 'data/tpch/partsupp.parquet';
CREATE OR REPLACE VIEW tpch.orders AS FROM 'data/tpch/orders.parquet';
CREATE OR REPLACE VIEW tpch.lineitem AS FROM 'data/tpch/lineitem.parquet';
