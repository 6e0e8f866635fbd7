import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../builders/command-line.js';
import { blocksOf } from './page.js';

const PAGE = 'docs/ossie.md';

/** The commands of the walk-through, in their order, and what the page says they print. */
const blocks = blocksOf(readFileSync(PAGE, 'utf8'));
const commands = blocks.flatMap(({ language, text, line }, index) => {
  const next = blocks[index + 1];
  return language === 'sh'
    ? [
        {
          title: `${PAGE}:${line}`,
          command: text,
          shown: next?.language === 'text' && next.line - line < 5 ? next.text : undefined,
        },
      ]
    : [];
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-ossie-'));
  cpSync('tests/exchange/ossie/supply.0.2.yaml', join(folder, 'supply.yaml'));
  writeFileSync(join(folder, 'grainline.yaml'), `engine: {kind: duckdb, data: ${resolve('examples/tpch/data')}}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(commands)('$title prints what is shown', async ({ command, shown }) => {
  const { exit, out } = await runCommand(command.split(' ').slice(1), { folder });
  expect(exit).toBe(0);
  if (shown === undefined) return;
  if (process.env.UPDATE_GOLDEN) rewrite(command, shown, out);
  else expect(out.trimEnd()).toBe(shown.trimEnd());
});

test('what is shown of a definition was written, and came back', () => {
  const yaml = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => text);
  expect(yaml.length).toBeGreaterThan(0);
  for (const text of yaml) expect(readFileSync(join(folder, 'metrics', 'lines.yaml'), 'utf8')).toContain(text);
  for (const file of readdirSync(join(folder, 'metrics')))
    expect(readFileSync(join(folder, 'back', file))).toEqual(readFileSync(join(folder, 'metrics', file)));
});

test('--strict ends with 1 where something was guessed or lost, on both ways', async () => {
  const back = await runCommand(['import', 'ossie', 'supply.yaml', '--out', 'strict', '--strict', '--json'], {
    folder,
  });
  expect(back.exit).toBe(1);
  expect(JSON.parse(back.out).counts).toEqual({ exact: 27, difference: 0, guess: 6, loss: 0 });
  const out = await runCommand(['export', 'ossie', '--strict', '--json', '--report', 'report.json'], { folder });
  expect(out.exit).toBe(1);
  expect(JSON.parse(out.out).version).toBe('0.1.1');
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  expect(report).toMatchObject({ file: null, counts: { loss: 2 } });
  const whole = await runCommand(['import', 'ossie', 'supply.json', '--out', 'whole', '--strict'], { folder });
  expect(whole.exit).toBe(0);
});

test('a file that is there is kept, unless it is forced', async () => {
  const args = ['export', 'ossie', '--name', 'supply', '--out', 'supply.json'];
  const kept = await runCommand(args, { folder });
  expect(kept.exit).toBe(2);
  expect(kept.err).toContain('is there already, and nothing was written');
  expect((await runCommand([...args, '--force'], { folder })).exit).toBe(0);
});

function rewrite(command: string, before: string, out: string): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(
      `${command}\n\`\`\`\n\`\`\`text\n${before && `${before}\n`}\`\`\``,
      () => `${command}\n\`\`\`\n\`\`\`text\n${out.trimEnd()}\n\`\`\``,
    ),
  );
}
