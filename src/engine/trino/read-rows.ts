import { ProblemError } from '../../problems/problem.js';
import type { Cell, Receive, Rows, RunStatistics, Statement } from '../engine.js';
import { joinParts } from '../join-parts.js';
import { cellReader, type Sent } from './cells.js';
import type { Page } from './fetch-page.js';
import { named } from './problems.js';
import { statisticsOf } from './statistics.js';

/** Reads all pages into one. */
export async function readRows(
  pages: AsyncIterable<Page>,
  { columns }: Statement,
  onProgress?: (progress: RunStatistics) => void,
): Promise<Rows> {
  const parts: Rows[] = [];
  const statistics = await readParts(pages, { columns }, (part) => void parts.push(part), onProgress);
  return { ...joinParts(columns, parts), ...(statistics && { statistics }) };
}

/** Pages become columns one by one; between two of them other requests have their turn. */
export async function readParts(
  pages: AsyncIterable<Page>,
  { columns }: Pick<Statement, 'columns'>,
  receive: Receive,
  onProgress: (progress: RunStatistics) => void = () => {},
): Promise<RunStatistics | undefined> {
  const readers = columns.map(({ type }) => cellReader(type));
  let hasColumns = false;
  let statistics: RunStatistics | undefined;
  try {
    for await (const page of pages) {
      if (page.columns !== undefined && page.columns.length !== columns.length) throw otherColumns(page);
      hasColumns ||= page.columns !== undefined;
      const data = (page.data ?? []) as readonly (readonly (Sent | null)[])[];
      const values = readers.map((read, index) =>
        data.map((row): Cell => {
          const value = row[index];
          if (value === undefined) throw otherColumns(page);
          return value === null ? null : read(value);
        }),
      );
      statistics = statisticsOf(page);
      onProgress(statistics);
      if (data.length > 0) await receive({ columns, values, rowCount: data.length });
    }
  } catch (error) {
    if (statistics) onProgress({ ...statistics, state: 'FAILED' });
    throw error;
  }
  if (!hasColumns) throw otherColumns({ id: statistics?.queryId });
  return statistics;
}

const otherColumns = ({ id }: { readonly id: string | undefined }): ProblemError =>
  new ProblemError([
    { code: 'ENGINE_FAILED', message: `The engine gave other columns than the query asks for${named(id)}.` },
  ]);
