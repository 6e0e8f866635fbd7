import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child.js';
import { cpuPerRequest, post } from './http.js';
import type { Part } from './part.js';
import { type Measured, sides } from './report.js';
import { scratchFolder } from './scratch.js';

const REQUESTS = 3_000;
const ROUNDS = 4;
const QUESTION = {
  query:
    '{ query(input: {metrics: ["plays", "streaming_hours"], dimensions: [{path: "member.country"}], limit: 20}) { rows } }',
};

export const cachedAnswer: Part = {
  name: 'cached',
  title: 'Cached answers',
  about: 'CPU of a server for an answer that is in the cache, over that of bare node:http sending the same bytes.',
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
    return [{ what: 'cached answer of 20 rows', value: a / b, unit: 'x', bar: 1.5, ...sides(a, b, 'µs') }];
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}
