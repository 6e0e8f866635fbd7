import { describe, expect, test } from '@jest/globals';
import { progressOn } from '../../src/server/sample-data.js';

function written(isTTY: boolean): string[] {
  const words: string[] = [];
  const progress = progressOn({ isTTY, write: (text) => words.push(text) });
  progress(0, 4, 'members');
  progress(2, 4, 'plays');
  progress(4, 4, 'done');
  return words;
}

describe('progress', () => {
  test('is a line for each step in a file or pipe', () => {
    expect(written(false)).toEqual(['  0/4 members\n', '  2/4 plays\n', '  4/4 done\n']);
  });

  test('is one bar that fills on a terminal, and goes at the end', () => {
    const words = written(true);
    expect(words[1]).toBe(`\r\x1b[K  ${'█'.repeat(12)}${'░'.repeat(12)} 2/4 plays`);
    expect(words.join('')).not.toContain('\n');
    expect(words.at(-1)).toBe('\r\x1b[K');
  });
});
