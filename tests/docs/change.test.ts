import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../builders/command-line.js';
import { openScratchRepository, type ScratchRepository } from '../builders/scratch-repository.js';
import { type Block, blocksOf, filesOf } from './page.js';

const PAGE = 'docs/change.md';
const blocks = blocksOf(readFileSync(PAGE, 'utf8'));
const steps = blocks.flatMap((block, index) => {
  if (block.language !== 'sh' && block.language !== 'diff') return [];
  const next = blocks[index + 1];
  return [{ title: `${PAGE}:${block.line}`, block, shown: next?.language === 'text' ? next : undefined }];
});

let repository: ScratchRepository;
beforeAll(() => {
  repository = openScratchRepository();
  for (const { path, text } of filesOf(blocks)) repository.write(path, text);
  repository.write('data/shop/orders.csv', readFileSync('examples/change/data/shop/orders.csv', 'utf8'));
  repository.write('.github/CODEOWNERS', '');
  repository.write('.gitignore', 'site/\n');
  repository.git('config', 'user.name', 'tester');
  repository.git('config', 'user.email', 'tester@example.org');
  repository.git('config', 'commit.gpgsign', 'false');
});
afterAll(() => repository.close());

/** Words as a shell parts them; double quotes hold words together. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** A line as a terminal shows it: what it prints, and what it ends with. */
async function run(line: string): Promise<{ readonly exit: number; readonly shown: string }> {
  const [command, ...args] = wordsOf(line);
  if (command === 'grainline') {
    const { exit, out, err } = await runCommand(args, { folder: repository.folder });
    return { exit, shown: err + out };
  }
  expect(command).toBe('git');
  return { exit: 0, shown: repository.git(...args) };
}

/** Commits differ from run to run. */
const lasting = (text: string): string => text.replaceAll(/\b[0-9a-f]{7}\b/g, '1a2b3c4').trimEnd();

test('the definitions on the page have no problem, and are laid out', async () => {
  await runCommand(['codeowners', '--default', '@acme/analytics'], { folder: repository.folder });
  repository.commit('The metrics of the shop');
  expect((await runCommand(['check'], { folder: repository.folder })).exit).toBe(0);
  expect(await runCommand(['fmt', '--check'], { folder: repository.folder })).toMatchObject({ exit: 0, out: '' });
});

// In the order of the page: each step begins where the one before has ended
test.each(steps)('$title does and prints what is shown', async ({ block, shown }) => {
  if (block.language === 'diff') {
    const patch = { cwd: repository.folder, input: `${block.text}\n`, encoding: 'utf8' } as const;
    expect(spawnSync('git', ['apply', '-'], patch)).toMatchObject({ status: 0, stderr: '' });
    return;
  }
  let printed = '';
  for (const line of block.text.split('\n')) {
    const [, command = line, exit = '0'] = /^(.*?)\s+# ends with (\d)$/.exec(line) ?? [];
    const ran = await run(command);
    expect({ line, exit: ran.exit }).toEqual({ line, exit: Number(exit) });
    printed += ran.shown;
  }
  if (process.env.UPDATE_GOLDEN && shown) rewrite(shown, lasting(printed));
  else expect(lasting(printed)).toBe(shown?.text.trimEnd() ?? '');
});

test('the pages of the catalogue tell the commits', () => {
  const page = readFileSync(join(repository.folder, 'site', 'metrics', 'revenue.html'), 'utf8');
  expect(page).toContain('Revenue leaves out what came back');
});

function rewrite(shown: Block, out: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const before = `\`\`\`text\n${shown.text === '' ? '' : `${shown.text}\n`}\`\`\``;
  writeFileSync(
    PAGE,
    page.replace(before, () => `\`\`\`text\n${out}\n\`\`\``),
  );
}
