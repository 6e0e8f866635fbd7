import { compileProject } from '../../src/server/compile.js';
import { chosen, keepSql } from '../chosen.js';
import type { Part } from '../part.js';
import type { Measured } from '../report.js';
import type { GeneratedSql } from '../sql-quality.js';
import { largeResults } from './large-results.js';
import { overhead } from './overhead.js';
import { benchProfile } from './profile.js';
import { trinoQuestions } from './questions.js';
import { sqlOnTrino } from './sql-on-trino.js';
import { loadStreaming, loadTpch } from './tables.js';

export const trino: Part = {
  name: 'trino',
  title: 'Trino over Hive',
  about:
    'CPU and bytes, as Trino reports them, of the SQL that is generated, over those of SQL written by hand; rows are compared. Median of 7 runs in turn.',
  measure,
};

/** Over Hive tables of the Trino that GRAINLINE_TEST_TRINO names. */
async function measure(): Promise<readonly Measured[] | null> {
  const profile = benchProfile();
  if (profile === null) {
    process.stderr.write('SKIPPED: GRAINLINE_TEST_TRINO names no Trino.\n');
    return null;
  }
  const keep = (sql: GeneratedSql): void => keepSql(sql, 'trino-');
  const [tpch, streaming] = [compileProject('examples/tpch', 'examples/tpch/metrics'), compileProject('.', 'metrics')];
  const [ofTpch, ofStreaming] = [trinoQuestions('examples/tpch/queries'), trinoQuestions('bench/sql')].map(chosen);
  await loadTpch(profile, tpch.model);
  await loadStreaming(profile);
  return [
    ...(await sqlOnTrino('tpch', tpch.model, profile, ofTpch ?? [], keep)),
    ...(await sqlOnTrino('sample', streaming.model, profile, ofStreaming ?? [], keep)),
    ...(await overhead(streaming.model, profile)),
    ...(await largeResults(profile)),
  ];
}
