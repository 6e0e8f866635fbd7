// Runs as a thread, whose heap holds nothing but what is measured: the heap of jest is large, and what lives there comes and goes.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import type { Cell } from '../../src/engine/engine.js';

export interface Measured {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** what the heap has grown by */
  readonly bytes: number;
}

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const COUNT = 300_000;
const flat = (text: string): string => JSON.parse(JSON.stringify(text)) as string; // not a rope, not a slice

const KINDS: Record<string, (index: number) => Cell> = {
  'small integers': (index) => index,
  fractions: (index) => index + 0.5,
  'fractions and NULLs': (index) => (index % 2 === 0 ? null : index + 0.5),
  'short texts': (index) => flat(`n${index}`),
  'long texts': (index) => flat(`a title of a film with number ${index}, and some more words`),
  'texts beyond Latin-1': (index) => flat(`映画のタイトル ${index} 🎬`),
  booleans: (index) => index % 3 === 0,
};

function usedNow(): number {
  gc();
  return process.memoryUsage().heapUsed;
}

/** What is kept of one kind may not be let go while the next is measured. */
const kept: Measured[] = [];

for (const [name, make] of Object.entries(KINDS)) {
  const before = usedNow();
  const cells: Cell[] = [];
  for (let index = 0; index < COUNT; index++) cells.push(make(index));
  kept.push({ name, cells, bytes: usedNow() - before });
}
parentPort?.postMessage(kept);
