import { compileProject } from '../../src/server/compile.js';
import type { Question } from '../questions.js';
import type { Measured, Section } from '../report.js';
import type { GeneratedSql } from '../sql-quality.js';
import { largeResults } from './large-results.js';
import { overhead } from './overhead.js';
import { benchProfile } from './profile.js';
import { trinoQuestions } from './questions.js';
import { sqlOnTrino } from './sql-on-trino.js';
import { loadStreaming, loadTpch } from './tables.js';

/** Over Hive tables of the Trino that GRAINLINE_TEST_TRINO names; nothing without one. */
export async function onTrino(
  chosen: (questions: readonly Question[]) => readonly Question[],
  keep: (sql: GeneratedSql) => void,
): Promise<Section> {
  const profile = benchProfile();
  const title = 'Trino over Hive: CPU and bytes as Trino reports them, median of 7 interleaved runs';
  if (profile === null) return { title: `${title}: SKIPPED, GRAINLINE_TEST_TRINO names no Trino`, measured: [] };
  const [tpch, streaming] = [compileProject('examples/tpch', 'examples/tpch/metrics'), compileProject('.', 'metrics')];
  const [ofTpch, ofStreaming] = [trinoQuestions('examples/tpch/queries'), trinoQuestions('bench/sql')].map(chosen);
  await loadTpch(profile, tpch.model);
  await loadStreaming(profile);
  const measured: Measured[] = [
    ...(await sqlOnTrino('tpch', tpch.model, profile, ofTpch ?? [], keep)),
    ...(await sqlOnTrino('sample', streaming.model, profile, ofStreaming ?? [], keep)),
    ...(await overhead(streaming.model, profile)),
    ...(await largeResults(profile)),
  ];
  return { title, measured };
}
