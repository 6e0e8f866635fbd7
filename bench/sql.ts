import { resolve } from 'node:path';
import { ensureSample } from '../src/server/sample-data.js';
import { chosen, keepSql, OUT } from './chosen.js';
import { makeLargeTpch } from './large-tpch.js';
import type { Part } from './part.js';
import { questionsIn } from './questions.js';
import type { Measured } from './report.js';
import { sqlQuality } from './sql-quality.js';

/** Of the example's data: about as much as at scale 0.4, so that most queries take 50 ms or more. */
const COPIES = 40;

export const sql: Part = {
  name: 'sql',
  title: 'Generated SQL',
  about:
    'CPU of DuckDB for the SQL that is generated, over that of SQL written by hand; rows are compared. Median of 9 runs in turn.',
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const large = `${OUT}/data/tpch-${COPIES}`;
  await makeLargeTpch(large, COPIES);
  await ensureSample('.data', process.stderr);
  const tpch = {
    name: 'tpch',
    folder: 'examples/tpch',
    data: resolve(large),
    questions: chosen(
      questionsIn('examples/tpch/queries', {
        // A fraction of all stock: of so many copies, so many times less
        q11: { sql: ['0.01', `0.01 / ${COPIES}`], variables: { fraction: 0.01 / COPIES } },
      }),
    ),
  };
  const streaming = {
    name: 'sample',
    folder: '.',
    data: resolve('.data'),
    questions: chosen(questionsIn('bench/sql')),
  };
  return [...(await sqlQuality(tpch, keepSql)), ...(await sqlQuality(streaming, keepSql))];
}
