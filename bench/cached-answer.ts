import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './child.js';
import { cpuPerRequest, post } from './http.js';
import { median } from './measure.js';
import type { Part } from './part.js';
import { digits, type Measured, sides } from './report.js';
import { scratchFolder } from './scratch.js';

const REQUESTS = 2_000;
const ROUNDS = 8;
const QUESTION = {
  query:
    '{ query(input: {metrics: ["plays", "streaming_hours"], dimensions: [{path: "member.country"}], limit: 20}) { rows } }',
};

const LARGE =
  '{ query(input: {metrics: ["plays", "streaming_hours"], dimensions: [{path: "metric_time", grain: "day"}, {path: "member.country"}, {path: "device"}], limit: 10000}) { rows } }';
const LARGE_TIMES = 41;

export const cachedAnswer: Part = {
  name: 'cached',
  title: 'Cached answers',
  about:
    'CPU of a server for an answer that is in the cache, over that of bare node:http sending the same bytes. Of 10,000 rows the time until the last byte is here (median), and how long the event loop of the server stood still at most meanwhile (95 of 100): asked in the very same words, and in others, so that the rows are in the cache and their text is not.',
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const ours = await startChild('grainline');
  const file = join(scratchFolder(), 'answer.json');
  writeFileSync(file, await post(ours.url, QUESTION));
  const bare = await startChild('bare', file);
  try {
    const cpu: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const a = await cpuPerRequest(ours, REQUESTS, () => QUESTION);
      const b = await cpuPerRequest(bare, REQUESTS, () => QUESTION);
      if (round === 0) continue; // warming up
      cpu.ours.push(a);
      cpu.bare.push(b);
    }
    const [a, b] = [Math.min(...cpu.ours), Math.min(...cpu.bare)];
    return [
      { what: 'cached answer of 20 rows', value: a / b, unit: 'x', bar: 1.5, ...sides(a, b, 'µs') },
      ...(await large(ours, 'in the same words', () => LARGE)),
      ...(await large(ours, 'in other words', (at) => `${LARGE} # ${at}`)),
    ];
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

async function large(
  { url, usage }: Child,
  words: string,
  question: (at: number) => string,
): Promise<readonly Measured[]> {
  const first = JSON.parse(await post(url, { query: question(-1) }));
  const rows: number = first.data.query.rows.length;
  if (rows !== 10_000) throw new Error(`${rows} rows in place of 10,000.`);
  await post(url, { query: question(-2) });
  const times: number[] = [];
  const blocks: number[] = [];
  for (let at = 0; at < LARGE_TIMES; at++) {
    await usage();
    const began = performance.now();
    await post(url, { query: question(at) });
    times.push(performance.now() - began);
    blocks.push((await usage()).block);
  }
  blocks.sort((a, b) => a - b);
  return [
    { what: `10,000 cached rows ${words}: time`, value: median(times), unit: 'ms', bar: 60 },
    {
      what: `10,000 cached rows ${words}: longest block`,
      value: blocks[Math.floor(LARGE_TIMES * 0.95)] ?? 0,
      unit: 'ms',
      bar: 20,
      note: `most ${digits(blocks.at(-1) ?? 0)} ms`,
    },
  ];
}
