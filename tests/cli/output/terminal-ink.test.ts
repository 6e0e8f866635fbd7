import { describe, expect, test } from '@jest/globals';
import { patchText } from '../../../src/cli/output/patch.js';
import { tableText } from '../../../src/cli/output/table.js';
import { terminalInk } from '../../../src/cli/output/terminal-ink.js';
import { PLAIN } from '../../../src/problems/ink.js';

const ink = terminalInk(true, {});
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what colours are made of
const withoutColours = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, '');

describe('colours', () => {
  test.each([
    { terminal: true, environment: {}, coloured: true },
    { terminal: false, environment: {}, coloured: false },
    { terminal: true, environment: { NO_COLOR: '1' }, coloured: false },
    { terminal: true, environment: { NO_COLOR: '' }, coloured: true },
    { terminal: true, environment: { TERM: 'dumb' }, coloured: false },
    { terminal: false, environment: { FORCE_COLOR: '1' }, coloured: true },
    { terminal: false, environment: { FORCE_COLOR: '', NO_COLOR: '1' }, coloured: true },
    { terminal: true, environment: { FORCE_COLOR: '0' }, coloured: false },
    { terminal: true, environment: { FORCE_COLOR: 'false' }, coloured: false },
  ])('are there: $coloured, with terminal: $terminal and $environment', ({ terminal, environment, coloured }) => {
    expect(terminalInk(terminal, environment) !== PLAIN).toBe(coloured);
  });

  test('of a table leave its columns where they are, and tell NULL from a text of that name', () => {
    const columns = [
      { name: 'city', type: 'text', values: ['Bonn', null, 'NULL'] },
      { name: 'orders', type: 'integer', values: [12, 3, null] },
    ] as const;
    const coloured = tableText(columns, 3, ink);
    expect(withoutColours(coloured)).toBe(tableText(columns, 3));
    expect(
      coloured
        .split('\n')
        .slice(2)
        .map((line) => line.includes(ink.aside('NULL'))),
    ).toEqual([false, true, true, false]);
    expect(coloured.split('\n')[4]).toMatch(/^NULL /);
  });

  test('of a patch are those of its lines', () => {
    const patch = '--- a\n+++ b\n@@ -1 +1 @@\n-was\n+is\n stays\n';
    expect(patchText(patch, ink)).toContain(`${ink.bad('-was')}\n${ink.good('+is')}\n stays\n`);
    expect(patchText(patch, PLAIN)).toBe(patch);
  });
});
