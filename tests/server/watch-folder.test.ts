import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { watchFolder } from '../../src/server/watch-folder.js';

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let folder: string;
let times: number;
let stop: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-'));
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  writeFileSync(join(folder, 'deep/er/a.yaml'), 'a');
  times = 0;
  stop = watchFolder(folder, () => (times += 1));
  await wait(20);
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

describe('watchFolder', () => {
  test.each([
    { name: 'a file that is written', change: () => writeFileSync(join(folder, 'deep/er/a.yaml'), 'b') },
    {
      name: 'a file that is replaced',
      change: () => {
        writeFileSync(join(folder, 'x.tmp'), 'b');
        renameSync(join(folder, 'x.tmp'), join(folder, 'deep/er/a.yaml'));
      },
    },
    { name: 'a file that has come', change: () => writeFileSync(join(folder, 'b.yaml'), 'b') },
    { name: 'a file that has gone', change: () => rmSync(join(folder, 'deep/er/a.yaml')) },
    { name: 'a folder that has gone', change: () => rmSync(join(folder, 'deep'), { recursive: true }) },
    {
      name: 'many writes in a row',
      change: async () => {
        for (let n = 0; n < 20; n++) {
          writeFileSync(join(folder, `n${n}.yaml`), 'n');
          await new Promise(setImmediate);
        }
      },
    },
  ])('tells once of $name', async ({ change }) => {
    await change();
    await wait(350);
    expect(times).toBe(1);
  });

  test('follows a folder that has come', async () => {
    mkdirSync(join(folder, 'new/in'), { recursive: true });
    await wait(350);
    times = 0;
    writeFileSync(join(folder, 'new/in/c.yaml'), 'c');
    await wait(350);
    expect(times).toBe(1);
  });

  test('is silent without a change, and after its end', async () => {
    await wait(200);
    stop();
    writeFileSync(join(folder, 'b.yaml'), 'b');
    await wait(300);
    expect(times).toBe(0);
  });
});
