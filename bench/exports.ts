import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { RecordBatchReader } from 'apache-arrow';
import { startChild } from './child.js';
import { eventsProject } from './events-project.js';
import type { Part } from './part.js';
import type { Measured } from './report.js';

const ROWS = 5_000_000;
const FEW = 500_000;
const ENGINE_MEMORY = '512MB';
const MEGABYTE = 2 ** 20;

export const exports: Part = {
  name: 'exports',
  title: 'Exports',
  about: `${millions(ROWS)} rows of five columns in one answer of a server in a process of its own, whose engine may take ${ENGINE_MEMORY}: the most memory that it took, over that of another one that gave the first ${millions(FEW)} of the same question. The reader counts the rows.`,
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const project = await eventsProject(ROWS, { memory_limit: ENGINE_MEMORY });
  const measured = [await atRest(project)];
  for (const format of FORMATS) {
    const few = await exportOnce(project, format, FEW);
    const all = await exportOnce(project, format, ROWS);
    measured.push({
      what: `${format.name}: memory for ${millions(ROWS)} rows over ${millions(FEW)}`,
      value: all.peak / few.peak,
      unit: 'x',
      bar: 1.2,
      ours: `${Math.round(all.peak)} MB`,
      baseline: `${Math.round(few.peak)} MB`,
      note: `${Math.round(all.rowsPerSecond / 1000)}k rows/s`,
    });
  }
  return measured;
}

function millions(rows: number): string {
  return `${rows / 1e6} million`;
}

/** A server that has answered one small question. */
async function atRest(project: string): Promise<Measured> {
  const server = await startChild('grainline', project);
  try {
    await linesIn(await answerTo(`${server.url}/export.csv?metrics=events`));
    const { rss, heap } = await server.usage();
    return {
      what: 'a server at rest: memory',
      value: Math.round(rss / MEGABYTE),
      unit: 'MB',
      bar: null,
      note: `${Math.round(heap / MEGABYTE)} MB of it heap`,
    };
  } finally {
    await server.stop();
  }
}

interface Exported {
  /** Megabytes, the engine's included. */
  readonly peak: number;
  readonly rowsPerSecond: number;
}

async function exportOnce(project: string, { name, rowsIn }: Format, rows: number): Promise<Exported> {
  const server = await startChild('grainline', project);
  try {
    const began = performance.now();
    const link = `metrics=events,amount&dimensions=event_id,country,on_day&limit=${rows}`;
    const came = await rowsIn(await answerTo(`${server.url}/export.${name}?${link}`));
    if (came !== rows) throw new Error(`The export as ${name} has ${came} rows in place of ${rows}.`);
    const seconds = (performance.now() - began) / 1000;
    return { peak: (await server.usage()).peakRss / MEGABYTE, rowsPerSecond: rows / seconds };
  } finally {
    await server.stop();
  }
}

async function answerTo(link: string): Promise<IncomingMessage> {
  const [answer] = (await once(get(link), 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`${link} was answered with ${answer.statusCode}.`);
  return answer;
}

/** A format, and how its rows are counted. */
interface Format {
  readonly name: 'csv' | 'ndjson' | 'arrow';
  readonly rowsIn: (answer: IncomingMessage) => Promise<number>;
}

const FORMATS: readonly Format[] = [
  { name: 'csv', rowsIn: async (answer) => (await linesIn(answer)) - 1 },
  { name: 'ndjson', rowsIn: linesIn },
  {
    name: 'arrow',
    rowsIn: async (answer) => {
      let rows = 0;
      for await (const batch of await RecordBatchReader.from(answer)) rows += batch.numRows;
      return rows;
    },
  },
];

const NEWLINE = 10;

async function linesIn(answer: IncomingMessage): Promise<number> {
  let lines = 0;
  for await (const part of answer as AsyncIterable<Buffer>)
    for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
