-- A streaming service in a few rows, each with something that goes wrong elsewhere.
CREATE SCHEMA streaming;

CREATE TABLE streaming.regions (code VARCHAR, name VARCHAR);
INSERT INTO streaming.regions VALUES ('AM', 'Americas'), ('EU', 'Europe');

-- Japan's region has no row; Atlantis has none at all.
CREATE TABLE streaming.countries (code VARCHAR, name VARCHAR, region_code VARCHAR);
INSERT INTO streaming.countries VALUES
  ('US', 'United States', 'AM'), ('BR', 'Brazil', 'AM'), ('DE', 'Germany', 'EU'), ('JP', 'Japan', 'AS'), ('AT', 'Atlantis', NULL);

-- 4 lives in a country without a row and 5 in none; 6 was referred by nobody we know; 7 never plays.
CREATE TABLE streaming.members (member_id BIGINT, name VARCHAR, country_code VARCHAR, plan VARCHAR, referred_by BIGINT);
INSERT INTO streaming.members VALUES
  (1, 'Ana', 'BR', 'premium', NULL),
  (2, '100% Bob_\', 'US', 'basic', 1),
  (3, 'Chloé', 'DE', NULL, 2),
  (4, 'D''Arcy', 'ZZ', 'premium', 1),
  (5, '', NULL, 'basic', 3),
  (6, NULL, 'JP', 'basic', 999),
  (7, 'Gil', 'AT', 'premium', 6);

CREATE TABLE streaming.titles (title_id INTEGER, name VARCHAR, genre VARCHAR);
INSERT INTO streaming.titles VALUES (10, 'Ice', 'drama'), (11, 'Fire', 'comedy'), (12, 'Sand', NULL);

-- Instants are UTC. New York's clocks go forward at 2024-03-10 07:00Z and back at 2024-11-03 06:00Z.
CREATE TABLE streaming.plays (
  play_id BIGINT, member_id BIGINT, title_id INTEGER, country_code VARCHAR, started_at TIMESTAMP, minutes INTEGER,
  is_completed BOOLEAN, device VARCHAR, started_from VARCHAR, price DECIMAL(10,2), bytes BIGINT);
INSERT INTO streaming.plays VALUES
  (1,  1,    10,   'BR', '2023-12-31 23:30:00',        90,   true,  'tv',    'trending', 1.10, 9007199254740993),
  (2,  1,    11,   'US', '2024-01-01 00:00:00',        30,   false, 'phone', 'trending', 0.20, 9007199254740993),
  (3,  2,    10,   'US', '2024-03-10 04:59:59.999999', 60,   true,  'tv',    'search',   2.50, 1),
  (4,  2,    11,   'US', '2024-03-10 06:30:00',        45,   NULL,  'tv',    NULL,       0.10, 2),
  (5,  2,    99,   'US', '2024-03-10 07:00:00',        15,   false, NULL,    'search',   0.20, 3),
  (6,  3,    12,   'DE', '2024-03-11 03:59:59',        NULL, false, 'phone', 'trending', NULL, NULL),
  (7,  3,    NULL, NULL, '2024-03-11 04:00:00',        120,  true,  'web',   'mylist',   9.99, 4),
  (8,  4,    10,   'ZZ', '2024-11-03 05:30:00',        20,   true,  'phone', 'trending', 0.30, 5),
  (9,  4,    10,   'ZZ', '2024-11-03 06:30:00',        25,   false, 'phone', NULL,       0.30, 6),
  (10, 5,    11,   NULL, '2024-11-04 04:59:59',        0,    false, 'tv',    'search',   0.00, 0),
  (11, 888,  10,   'US', NULL,                         50,   true,  'tv',    'search',   5.00, 7),
  (12, NULL, 12,   'BR', '2024-02-29 12:00:00',        33,   true,  'web',   'trending', 0.33, 8),
  (13, 6,    11,   'DE', '2024-12-31 12:00:00',        60,   true,  '',      'mylist',   0.01, -9),
  (14, 6,    99,   'JP', '2025-01-01 12:00:00',        NULL, NULL,  '',      'mylist',   0.01, 10);

CREATE TABLE streaming.impressions (impression_id BIGINT, member_id BIGINT, shown_on DATE, row_name VARCHAR);
INSERT INTO streaming.impressions VALUES
  (1, 1, '2023-12-31', 'trending'), (2, 1, '2023-12-31', 'mylist'), (3, 1, '2024-01-01', 'trending'),
  (4, 2, '2024-03-10', 'trending'), (5, 2, '2024-03-11', 'trending'), (6, 7, '2024-03-11', 'hidden gems'),
  (7, NULL, '2024-03-11', NULL), (8, 888, NULL, 'trending'), (9, 4, '2024-11-03', 'search'), (10, 4, '2024-11-03', NULL);

-- Lands by day, up to two days late; one visit has no time, and the day of another was lost.
CREATE TABLE streaming.visits (visit_id BIGINT, member_id BIGINT, started_at TIMESTAMP, pages INTEGER, ds VARCHAR);
INSERT INTO streaming.visits VALUES
  (1, 1,    '2024-03-09 23:59:59.999999', 3,    '20240309'),
  (2, 1,    '2024-03-10 04:30:00',        5,    '20240312'),
  (3, 2,    '2024-03-10 05:00:00',        1,    '20240310'),
  (4, 3,    '2024-03-11 03:59:59',        NULL, '20240313'),
  (5, 2,    '2024-03-11 04:00:00',        2,    '20240311'),
  (6, NULL, NULL,                         9,    '20240310'),
  (7, 4,    '2024-03-10 12:00:00',        7,    NULL),
  (8, 4,    '2024-03-03 12:00:00',        4,    '20240305');
