import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readDefinitions } from '../../../src/definitions/read-definitions.js';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import { compileModel } from '../../../src/model/compile-model.js';
import { type Served, serve } from '../../builders/serve.js';

const PLAYS = `dataset: plays
table: plays
columns: {id: integer, moment: timestamp, minutes: integer}
key: [id]
time: moment
metrics:
  minutes_3h: {kind: cumulative, of: minutes, trailing: 3 hours}
  minutes: {expression: SUM(minutes)}
`;

let served: Served;
beforeAll(async () => {
  const engine = await openMemoryDuckdb((run) =>
    run(`CREATE TABLE plays AS SELECT * FROM (VALUES
      (1, TIMESTAMP '2024-01-02 04:30:00', 5), (2, TIMESTAMP '2024-01-01 15:00:00', 1)) AS t(id, moment, minutes)`),
  );
  const { definitions } = readDefinitions([{ path: 'metrics/plays.yaml', text: PLAYS }]);
  served = await serve(compileModel(definitions).model, engine);
});
afterAll(() => served.close());

// 5 minutes at 23:30 in New York, 13:30 in Tokyo on the day after: the last hour with a value of the one day there is
test.each([
  { zone: 'UTC', more: '', last: ['1', '5'] },
  { zone: 'America/New_York', more: '', last: ['5'] },
  { zone: 'America/New_York', more: ', fill: EMPTY', last: ['5'] },
  { zone: 'America/New_York', more: ', time: {days: {from: "2024-01-01", through: "2024-01-01"}}', last: ['5'] },
  { zone: 'Asia/Tokyo', more: '', last: ['5'] },
])('the last three hours of a day in $zone$more', async ({ zone, more, last }) => {
  const { data, errors } = await served.ask(`{ query(input: {
    metrics: ["minutes_3h"], dimensions: [{as: "day", path: "metric_time", grain: day}], timeZone: "${zone}"${more}
  }) { rows } }`);
  expect(errors).toBeUndefined();
  const { query } = data as { readonly query: { readonly rows: readonly { readonly minutes_3h: string }[] } };
  expect(query.rows.map(({ minutes_3h }) => minutes_3h)).toEqual(last);
});
