/** How a sample table lies in Hive. A partition column is the last one of its table. */
export interface Layout {
  readonly format: 'ORC' | 'PARQUET';
  readonly partitionedBy?: string;
}

const LARGE: Readonly<Record<string, Layout>> = {
  plays: { format: 'ORC', partitionedBy: 'ds' },
  impressions: { format: 'PARQUET', partitionedBy: 'ds' },
  daily_balances: { format: 'PARQUET' },
};

export const layoutOf = (table: string): Layout => LARGE[table] ?? { format: 'ORC' };

/** Trino writes at most 100 partitions in one statement. */
export const MOST_PARTITIONS = 90;
