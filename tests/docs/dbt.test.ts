import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeBistro } from '../builders/bistro.js';
import { runCommand } from '../builders/command-line.js';
import { blocksOf } from './page.js';

const PAGE = 'docs/dbt.md';

/** The commands of the walk-through, in their order, and what the page says they print. */
const blocks = blocksOf(readFileSync(PAGE, 'utf8'));
const commands = blocks.flatMap(({ language, text, line }, index) => {
  const shown = blocks[index + 1];
  return language === 'sh' && shown?.language === 'text' ? [{ title: `${PAGE}:${line}`, command: text, shown }] : [];
});

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-dbt-'));
  await writeBistro(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);

test.each(commands)('$title prints what is shown', async ({ command, shown }) => {
  const { exit, out } = await runCommand(wordsOf(command), { folder });
  expect(exit).toBe(0);
  if (process.env.UPDATE_GOLDEN) rewrite(shown.text, out);
  else expect(out.trimEnd()).toBe(shown.text.trimEnd());
});

test('the definitions on the page are those that were written', () => {
  const yaml = blocks.flatMap(({ language, text }) =>
    language === 'yaml' && !text.startsWith('# grainline.yaml') ? [text] : [],
  );
  expect(yaml.length).toBeGreaterThan(0);
  const written = readFileSync(join(folder, 'metrics', 'visits.yaml'), 'utf8');
  for (const text of yaml) expect(written).toContain(text);
});

test('files that are there are kept, unless it is forced', async () => {
  const file = join(folder, 'metrics', 'visits.yaml');
  writeFileSync(file, '# mine\n');
  const args = ['import', 'dbt', 'target', '--out', 'metrics'];
  const kept = await runCommand(args, { folder });
  expect(kept.exit).toBe(2);
  expect(kept.err).toContain('is there already, and nothing was written');
  expect(readFileSync(file, 'utf8')).toBe('# mine\n');
  expect((await runCommand([...args, '--force'], { folder })).exit).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('dataset: visits');
});

test('--strict ends with 1 where something was guessed, and --json tells each line', async () => {
  const args = ['import', 'dbt', '.', '--out', 'strict', '--strict', '--json'];
  const { exit, out } = await runCommand(args, { folder });
  const { files, counts, report } = JSON.parse(out);
  expect({ exit, counts }).toEqual({ exit: 1, counts: { exact: 49, difference: 8, guess: 1, loss: 0 } });
  expect(files).toContain(join('strict', 'views', 'revenue_by_country.yaml'));
  expect(report.find((line: { outcome: string }) => line.outcome === 'guess')).toEqual({
    outcome: 'guess',
    what: 'metric "revenue_per_visit"',
    place: 'metrics[20]',
    message: '/ is taken as ours: it divides as doubles, and by 0 gives NULL. In: revenue / visits',
  });
});

test('a folder without a manifest is told', async () => {
  const { exit, err } = await runCommand(['import', 'dbt', 'data', '--out', 'x'], { folder });
  expect(exit).toBe(2);
  expect(err).toContain('There is no semantic_manifest.json');
});

function rewrite(before: string, out: string): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(`\`\`\`text\n${before}\n\`\`\``, () => `\`\`\`text\n${out.trimEnd()}\n\`\`\``),
  );
}
