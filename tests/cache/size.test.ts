import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bytesOf } from '../../src/cache/size.js';
import type { Measured } from './measure-heap.js';

let measured: readonly Measured[];

beforeAll(async () => {
  const thread = new Worker(new URL('./measure-heap.ts', import.meta.url));
  measured = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
});

describe('bytesOf', () => {
  test.each([
    'small integers',
    'fractions',
    'fractions and NULLs',
    'short texts',
    'long texts',
    'texts beyond Latin-1',
    'booleans',
  ])('is near the heap’s own count for %s', (name) => {
    const { cells, bytes } = measured.find((kind) => kind.name === name) as Measured;
    const counted = bytesOf({ columns: [{ name: 'a', type: 'text' }], values: [cells], rowCount: cells.length });
    // Arrays grow by half their length ahead of need: the heap may hold more than is counted, by that much.
    expect(counted / bytes).toBeGreaterThan(0.6);
    expect(counted / bytes).toBeLessThan(1.25);
  });
});
