-- The tables that the dbt project has built, and that MetricFlow has read.
CREATE TABLE main.customers_model (customer_id integer, country varchar, signed_up_on date);
INSERT INTO main.customers_model VALUES
  (1, 'BR', '2023-12-01'),
  (2, 'DE', '2024-01-05'),
  (3, 'BR', '2024-01-20'),
  (4, NULL, '2024-02-01');
CREATE TABLE main.order_facts (order_id integer, customer_id integer, ordered_at timestamp, amount decimal(10,2), tip decimal(10,2), is_food boolean, status varchar);
INSERT INTO main.order_facts VALUES
  (1, 1, '2024-01-30 09:00:00', 10.00, 1.00, true, 'paid'),
  (2, 1, '2024-01-31 10:30:00', 20.50, NULL, false, 'paid'),
  (3, 2, '2024-01-31 12:00:00', 5.25, 0.50, true, 'open'),
  (4, 3, '2024-02-01 18:45:00', 40.00, 4.00, true, 'paid'),
  (5, 2, '2024-02-03 08:15:00', 7.75, NULL, NULL, 'paid'),
  (6, 9, '2024-02-29 23:00:00', 3.00, 0.25, false, 'paid'),
  (7, NULL, '2024-03-29 11:00:00', 11.00, 1.10, true, 'paid'),
  (8, 4, '2024-03-31 11:00:00', 60.00, 6.00, false, 'paid');
CREATE TABLE main.visit_facts (visit_id integer, customer_id integer, visited_on date, channel varchar);
INSERT INTO main.visit_facts VALUES
  (1, 1, '2024-01-28', 'web'),
  (2, 1, '2024-01-30', 'app'),
  (3, 2, '2024-01-31', 'web'),
  (4, 3, '2024-01-10', 'web'),
  (5, 4, '2024-03-25', 'app'),
  (6, 3, '2024-02-01', 'app');
CREATE TABLE main.balance_facts (account_id integer, balance_date date, balance decimal(10,2));
INSERT INTO main.balance_facts VALUES
  (1, '2024-01-30', 100.00),
  (2, '2024-01-30', 50.00),
  (1, '2024-01-31', 120.00),
  (1, '2024-02-01', 70.00),
  (2, '2024-02-01', 40.00);
CREATE TABLE main.all_days AS SELECT CAST(range AS DATE) AS date_day FROM range(DATE '2023-12-01', DATE '2024-05-01', INTERVAL 1 DAY);
