import { DuckDBInstance } from '@duckdb/node-api';

export type HandRow = Readonly<Record<string, unknown>>;

/** A database for SQL that people write, read without a line of the product: numbers of many digits and times as text. */
export interface ByHand {
  readonly rows: (sql: string) => Promise<readonly HandRow[]>;
  readonly close: () => void;
}

/** @param setup statements that make the tables */
export async function openByHand(setup: string, settings: Readonly<Record<string, string>> = {}): Promise<ByHand> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', ...settings });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(setup);
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
