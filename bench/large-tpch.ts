import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Keys of each copy lie behind those of the one before; at scale 0.01 the largest order key is 60,000. */
const KEYS = { supplier: 100, customer: 1_500, part: 2_000, orders: 60_000 } as const;

const TABLES: Readonly<Record<string, string>> = {
  region: '*',
  nation: '*',
  supplier: `* REPLACE (s_suppkey + n * ${KEYS.supplier} AS s_suppkey, s_name || '-' || n AS s_name)`,
  customer: `* REPLACE (c_custkey + n * ${KEYS.customer} AS c_custkey, c_name || '-' || n AS c_name)`,
  part: `* REPLACE (p_partkey + n * ${KEYS.part} AS p_partkey)`,
  partsupp: `* REPLACE (ps_partkey + n * ${KEYS.part} AS ps_partkey, ps_suppkey + n * ${KEYS.supplier} AS ps_suppkey)`,
  // A cent more in each copy, so that few amounts are equal and the first hundred are always the same
  orders: `* REPLACE (o_orderkey + n * ${KEYS.orders} AS o_orderkey, o_custkey + n * ${KEYS.customer} AS o_custkey, CAST(o_totalprice + n * 0.01 AS DECIMAL(15, 2)) AS o_totalprice)`,
  lineitem: `* REPLACE (l_orderkey + n * ${KEYS.orders} AS l_orderkey, l_partkey + n * ${KEYS.part} AS l_partkey, l_suppkey + n * ${KEYS.supplier} AS l_suppkey, CAST(l_extendedprice + n * 0.01 AS DECIMAL(15, 2)) AS l_extendedprice)`,
};

/**
 * Writes the example's data so many times over, with shifted keys, as `<folder>/tpch/<table>.parquet`, unless it is
 * there. Regions and nations stay as they are.
 */
export async function makeLargeTpch(folder: string, copies: number): Promise<void> {
  if (existsSync(`${folder}/tpch`)) return;
  const making = `${folder}/making-${process.pid}`;
  mkdirSync(making, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'true' });
  const connection = await instance.connect();
  try {
    for (const [table, columns] of Object.entries(TABLES)) {
      const from = text(resolve(`examples/tpch/data/tpch/${table}.parquet`));
      const times = columns === '*' ? 1 : copies;
      const select = `SELECT ${columns === '*' ? 't.*' : `t.${columns}`} FROM range(${times}) copies(n) CROSS JOIN ${from} t`;
      const ordered = columns === '*' ? select : `${select} ORDER BY n`;
      await connection.run(`COPY (${ordered}) TO ${text(`${making}/${table}.parquet`)} (FORMAT parquet)`);
    }
    renameSync(making, `${folder}/tpch`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(making, { recursive: true, force: true });
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
