import { ProblemError } from '../../problems/problem.js';
import type { Cell, Rows, RunStatistics, Statement } from '../engine.js';
import { cellReader, type Sent } from './cells.js';
import type { Page } from './fetch-page.js';
import { named } from './problems.js';
import { statisticsOf } from './statistics.js';

/** Pages become columns one by one; between two of them other requests have their turn. */
export async function readRows(
  pages: AsyncIterable<Page>,
  { columns }: Statement,
  onProgress: (progress: RunStatistics) => void = () => {},
): Promise<Rows> {
  const readers = columns.map(({ type }) => cellReader(type));
  const values: Cell[][] = readers.map(() => []);
  let rowCount = 0;
  let hasColumns = false;
  let statistics: RunStatistics | undefined;
  try {
    for await (const page of pages) {
      if (page.columns !== undefined && page.columns.length !== columns.length) throw otherColumns(page);
      hasColumns ||= page.columns !== undefined;
      const data = (page.data ?? []) as readonly (readonly (Sent | null)[])[];
      readers.forEach((read, index) => {
        const cells = values[index] as Cell[];
        for (const row of data) {
          const value = row[index];
          if (value === undefined) throw otherColumns(page);
          cells.push(value === null ? null : read(value));
        }
      });
      rowCount += data.length;
      statistics = statisticsOf(page);
      onProgress(statistics);
    }
  } catch (error) {
    if (statistics) onProgress({ ...statistics, state: 'FAILED' });
    throw error;
  }
  if (!hasColumns) throw otherColumns({ id: statistics?.queryId });
  return { columns, values, rowCount, ...(statistics && { statistics }) };
}

const otherColumns = ({ id }: { readonly id: string | undefined }): ProblemError =>
  new ProblemError([
    { code: 'ENGINE_FAILED', message: `The engine gave other columns than the query asks for${named(id)}.` },
  ]);
