import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runCommand } from '../builders/command-line.js';
import { blocksOf } from './page.js';

const PAGE = 'docs/cli.md';

/** A command of the page, and what the page says it prints. */
const blocks = blocksOf(readFileSync(PAGE, 'utf8'));
const commands = blocks.flatMap(({ language, text, line }, index) => {
  const shown = blocks[index + 1];
  return language === 'sh' && shown?.language === 'text' ? [{ title: `${PAGE}:${line}`, command: text, shown }] : [];
});

/** Words as a shell parts them; double quotes hold words together. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);

test.each(commands)('$title prints what is shown', async ({ command, shown }) => {
  const { exit, out } = await runCommand(wordsOf(command));
  expect(exit).toBe(0);
  if (process.env.UPDATE_GOLDEN) rewrite(shown, out);
  else expect(out.trimEnd()).toBe(shown.text.trimEnd());
});

function rewrite({ text }: { readonly text: string }, out: string): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(`\`\`\`text\n${text}\n\`\`\``, () => `\`\`\`text\n${out.trimEnd()}\n\`\`\``),
  );
}
