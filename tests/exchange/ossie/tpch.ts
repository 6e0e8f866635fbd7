import { readdirSync } from 'node:fs';
import type { Model } from '../../../src/model/model.js';
import { type Asked, openAsked } from '../../builders/ask.js';

const DATA = 'examples/tpch/data/tpch';

/** The tables of the example, by their names. */
export const TABLES = readdirSync(DATA).flatMap((file) =>
  file.endsWith('.parquet') ? [file.replace('.parquet', '')] : [],
);

export const SETUP = [
  'CREATE SCHEMA tpch',
  ...TABLES.map((table) => `CREATE TABLE tpch.${table} AS FROM '${DATA}/${table}.parquet'`),
];

/** A model over the tables of the example. */
export const openTpch = (model: Model): Promise<Asked> =>
  openAsked(model, async (run) => {
    for (const statement of SETUP) await run(statement);
  });
