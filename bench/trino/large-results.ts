import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Statement } from '../../src/engine/engine.js';
import { Connection } from '../../src/engine/trino/connection.js';
import { Query } from '../../src/engine/trino/pages.js';
import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrino } from '../../src/engine/trino/trino-engine.js';
import { median } from '../measure.js';
import { type Measured, sides } from '../report.js';
import { bareRun } from './bare-client.js';

const ROUNDS = 7;
const NEVER = new AbortController().signal;

const COLUMNS = [
  { name: 'l_orderkey', type: 'bigint' },
  { name: 'l_linenumber', type: 'integer' },
  { name: 'l_quantity', type: 'decimal(15,2)' },
  { name: 'l_extendedprice', type: 'decimal(15,2)' },
  { name: 'l_shipdate', type: 'date' },
  { name: 'l_shipmode', type: 'text' },
] as const;
const LARGE: Statement = {
  text: `SELECT ${COLUMNS.map(({ name }) => `"${name}"`).join(', ')} FROM "tpch"."lineitem"`,
  parameters: [],
  columns: COLUMNS,
};

/** All lines of TPC-H as typed rows, beside a bare page loop that drops what it parsed; and what that leaves in memory. */
export async function largeResults(profile: TrinoProfile): Promise<readonly Measured[]> {
  const engine = await openTrino(profile);
  const runs: { readonly ours: number[]; readonly bare: number[] } = { ours: [], bare: [] };
  const left: number[] = [];
  let rows = 0;
  try {
    const ours = () => timed(async () => (rows = (await engine.run(LARGE, NEVER)).rowCount));
    const bare = () => timed(() => bareRun(profile, LARGE.text));
    await ours();
    await bare();
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 2 === 0) runs.ours.push(await ours());
      runs.bare.push(await bare());
      if (round % 2 === 1) runs.ours.push(await ours());
      left.push(heapInUse());
    }
  } finally {
    await engine.close();
  }
  const [a, b] = [median(runs.ours), median(runs.bare)];
  const small = await peakWhilePaging(profile, `${LARGE.text} LIMIT ${Math.round(rows / 10)}`);
  const large = await peakWhilePaging(profile, LARGE.text);
  return [
    {
      what: `${rows.toLocaleString('en')} rows: time over a bare page loop's`,
      value: a / b,
      unit: 'x',
      bar: 1.25, // 0.8 of its rows per second
      ...sides(rows / a, rows / b, 'rows per ms'),
    },
    {
      what: 'heap left by the last result over that by the first',
      value: (left.at(-1) ?? 0) / (left[0] ?? 1),
      unit: 'x',
      bar: 1.1,
      note: left.map((bytes) => `${(bytes / 1e6).toFixed(1)}`).join(' '),
    },
    {
      what: 'peak of the heap while paging: ten times the rows',
      value: large / small,
      unit: 'x',
      bar: 1.5,
      ...sides(large / 1e6, small / 1e6, 'MB'),
    },
  ];
}

/** Pages are looked at and dropped. */
async function peakWhilePaging(profile: TrinoProfile, text: string): Promise<number> {
  const connection = new Connection(profile);
  const query = new Query(connection.clientFor({}, {}), text, { start: 5_000, poll: 5_000 });
  let peak = 0;
  try {
    for await (const _page of query.pages(NEVER)) peak = Math.max(peak, heapInUse());
  } finally {
    await query.leave();
    connection.close();
  }
  return peak;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are still referred to. */
function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
