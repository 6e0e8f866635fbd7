import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrinoSetup } from '../../src/engine/trino/trino-setup.js';
import { openByHand } from '../../tests/builders/by-hand.js';

/** Ten million visits over two years, in the order in which they came. */
const VISITS = 10_000_000;
const SECONDS = (2 * 365 + 1) * 86_400;

/** What a visit is like: numbers that follow from its own, spread without a pattern by day. */
const COUNTRIES = 30;
const DEVICES = ['tv', 'phone', 'tablet', 'web', 'console'];

const PAGES = 200;

/** @param file that is written */
export async function visitsInParquet(file: string): Promise<void> {
  const byHand = await openByHand('SELECT 1');
  const of = (salt: number, size: number): string => `CAST(hash(n + ${salt}) % ${size} AS INTEGER)`;
  try {
    await byHand.rows(`COPY (
      SELECT n AS visit_id, hash(n) % 500000 AS member_id,
        TIMESTAMP '2024-01-01' + to_microseconds(n * ${Math.floor((SECONDS * 1_000_000) / VISITS)}) AS visited_at,
        'country ' || ${of(1, COUNTRIES)} AS country, list_value(${texts(DEVICES)})[1 + ${of(2, DEVICES.length)}] AS device,
        '/page/' || ${of(3, PAGES)} AS page, ${of(4, 3600)} AS seconds, ${of(5, 20)} = 0 AS paid,
        CAST(CASE WHEN ${of(5, 20)} = 0 THEN ${of(6, 20_000)} / 100.0 ELSE 0 END AS DECIMAL(10, 2)) AS revenue
      FROM range(${VISITS}) AS visits(n)) TO '${file}' (FORMAT parquet)`);
  } finally {
    byHand.close();
  }
}

/** The table of the definitions, unless it is there. */
export async function visitsInTrino(profile: TrinoProfile): Promise<void> {
  const setup = openTrinoSetup(profile);
  const of = (salt: number, size: number): string =>
    `CAST(MOD(BITWISE_AND(FROM_BIG_ENDIAN_64(XXHASH64(TO_BIG_ENDIAN_64(n + ${salt}))), 9223372036854775807), ${size}) AS INTEGER)`;
  try {
    await setup.run('CREATE SCHEMA IF NOT EXISTS "bench"');
    await setup.run('DROP TABLE IF EXISTS "bench"."visits"');
    await setup.run(`CREATE TABLE "bench"."visits" WITH (format = 'PARQUET') AS
      SELECT n AS visit_id, CAST(${of(0, 500_000)} AS BIGINT) AS member_id,
        DATE_ADD('millisecond', n * ${Math.floor((SECONDS * 1_000) / VISITS)}, TIMESTAMP '2024-01-01 00:00:00.000000') AS visited_at,
        'country ' || CAST(${of(1, COUNTRIES)} AS VARCHAR) AS country, ELEMENT_AT(ARRAY[${texts(DEVICES)}], 1 + ${of(2, DEVICES.length)}) AS device,
        '/page/' || CAST(${of(3, PAGES)} AS VARCHAR) AS page, ${of(4, 3600)} AS seconds, ${of(5, 20)} = 0 AS paid,
        CAST(IF(${of(5, 20)} = 0, ${of(6, 20_000)} / DECIMAL '100.00', DECIMAL '0.00') AS DECIMAL(10, 2)) AS revenue
      FROM (SELECT high * 10000 + low AS n FROM UNNEST(SEQUENCE(0, ${VISITS / 10_000 - 1})) AS a (high)
        CROSS JOIN UNNEST(SEQUENCE(0, 9999)) AS b (low)) AS numbers`);
  } finally {
    setup.close();
  }
}

const texts = (all: readonly string[]): string => all.map((each) => `'${each}'`).join(', ');
