import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { bytesOf } from '../../src/cache/size.js';
import type { Cell, Rows } from '../../src/engine/engine.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const COUNT = 600_000;
const flat = (text: string): string => JSON.parse(JSON.stringify(text)) as string; // not a rope, not a slice

function heapOf(make: (index: number) => Cell, from: number): { rows: Rows; bytes: number } {
  gc();
  const before = process.memoryUsage().heapUsed;
  const cells: Cell[] = [];
  for (let index = 0; index < COUNT; index++) cells.push(make(from + index));
  gc();
  const bytes = process.memoryUsage().heapUsed - before;
  return { rows: { columns: [{ name: 'a', type: 'text' }], values: [cells], rowCount: COUNT }, bytes };
}

describe('bytesOf', () => {
  test.each<{ name: string; make: (index: number) => Cell }>([
    { name: 'small integers', make: (index) => index },
    { name: 'fractions', make: (index) => index + 0.5 },
    { name: 'fractions and NULLs', make: (index) => (index % 2 === 0 ? null : index + 0.5) },
    { name: 'short texts', make: (index) => flat(`n${index}`) },
    { name: 'long texts', make: (index) => flat(`a title of a film with number ${index}, and some more words`) },
    { name: 'texts beyond Latin-1', make: (index) => flat(`映画のタイトル ${index} 🎬`) },
    { name: 'booleans', make: (index) => index % 3 === 0 },
  ])('is near the heap’s own count for $name', ({ make }) => {
    // What else lives in the process comes and goes: the middle one of three looks, each at texts of its own
    const looks = [0, 1, 2].map((look) => heapOf(make, look * COUNT)).sort((a, b) => a.bytes - b.bytes);
    const { rows, bytes } = looks[1] as (typeof looks)[number];
    // Arrays grow by half their length ahead of need: the heap may hold more than is counted, by that much.
    expect(bytesOf(rows) / bytes).toBeGreaterThan(0.6);
    expect(bytesOf(rows) / bytes).toBeLessThan(1.25);
  });
});
