import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { scratchFolder } from './scratch.js';

const DEFINITIONS = `dataset: events
table: lake.events
columns: {event_id: bigint, country: text, on_day: date, amount: "decimal(12,2)"}
time: on_day
metrics:
  events: {expression: COUNT(*)}
  amount: {expression: SUM(amount)}
---
view: log
metrics: [events, amount]
dimensions: {event_id: event_id, country: country, on_day: on_day}
`;

/** A project whose only table has so many rows, each of them a group of its own. @param engine settings beside the folder */
export async function eventsProject(rows: number, engine: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(scratchFolder(), `events-${rows}`);
  const [metrics, lake] = [join(folder, 'metrics'), join(folder, 'data', 'lake')];
  for (const each of [metrics, lake]) mkdirSync(each, { recursive: true });
  writeFileSync(join(folder, 'grainline.yaml'), `engine: ${JSON.stringify({ data: 'data', ...engine })}\n`);
  writeFileSync(join(metrics, 'events.yaml'), DEFINITIONS);
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT i AS event_id, 'country ' || i % 60 AS country, DATE '2024-01-01' + (i % 700)::INTEGER AS on_day,
       (i % 10000 * 0.01)::DECIMAL(12,2) AS amount FROM range(${rows}) t(i))
     TO '${join(lake, 'events.parquet')}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return folder;
}
