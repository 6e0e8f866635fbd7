import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child.js';
import { eventsProject } from './events-project.js';
import { cpuPerRequest, post } from './http.js';
import { median } from './measure.js';
import type { Part } from './part.js';
import { type Measured, sides } from './report.js';
import { scratchFolder } from './scratch.js';

const ROWS = 10_000;
const REQUESTS = 30;
const ROUNDS = 6;

/** Each request is a text of its own, so that nobody has its answer ready; the rows are in memory. */
const BY_NAMES = (at: number) => ({
  query: `{ rows_${at}: query(input: {metrics: [events, amount], dimensions: [{path: event_id}, {path: country}, {path: on_day}]}) { rows } }`,
});
const OF_VIEW = (at: number) => ({ query: `{ rows_${at}: log { rows { eventId country onDay events amount } } }` });
const OF_YOGA = (at: number) => ({ query: `{ rows_${at}: rows { eventId country onDay events amount } }` });

export const rows: Part = {
  name: 'rows',
  title: 'Large answers',
  about: `CPU of a server for an answer of ${ROWS.toLocaleString('en')} rows of five columns from memory, over that of a graphql-yoga server that has the same rows as objects and types them. Each request is a text that was not asked before. Median of ${ROUNDS} rounds in turn.`,
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const ours = await startChild('grainline', await eventsProject(ROWS));
  const answer = JSON.parse(await post(ours.url, OF_VIEW(0))) as {
    readonly data: { readonly rows_0: { readonly rows: readonly object[] } };
  };
  const file = join(scratchFolder(), 'rows.json');
  writeFileSync(file, JSON.stringify(answer.data.rows_0.rows));
  const yoga = await startChild('yoga', file);
  try {
    const cpu: Record<'byNames' | 'ofView' | 'yoga', number[]> = { byNames: [], ofView: [], yoga: [] };
    let asked = 1;
    const take = async (child: typeof ours, question: (at: number) => object): Promise<number> =>
      cpuPerRequest(child, REQUESTS, () => question(asked++), 1);
    for (let round = 0; round <= ROUNDS; round++) {
      const taken = {
        byNames: await take(ours, BY_NAMES),
        ofView: await take(ours, OF_VIEW),
        yoga: await take(yoga, OF_YOGA),
      };
      if (round === 0) continue; // warming up
      for (const side of ['byNames', 'ofView', 'yoga'] as const) cpu[side].push(taken[side]);
    }
    const theirs = median(cpu.yoga) / 1000;
    return [
      { what: '`query`: rows by names', took: median(cpu.byNames) / 1000 },
      { what: 'a view: typed rows', took: median(cpu.ofView) / 1000 },
    ].map(({ what, took }) => ({
      what,
      value: took / theirs,
      unit: 'x',
      bar: 1,
      ...sides(took, theirs, 'ms'),
      note: `${Math.round(ROWS / took)}k rows/s`,
    }));
  } finally {
    await Promise.all([ours.stop(), yoga.stop()]);
  }
}
