import { readFileSync, writeFileSync } from 'node:fs';
import { answerText, shownOf } from './answer-text.js';
import { examplesOf } from './page.js';
import { hasData, openProject, PAGES } from './projects.js';

/** `node scripts/run.mjs tests/docs/rewrite.ts`: writes the answers into the pages anew; their diff is to be read. */
for (const [page, folder] of Object.entries(PAGES)) {
  if (!(await hasData(folder))) continue;
  const served = await openProject(folder);
  const lines = readFileSync(page, 'utf8').split('\n');
  for (const { question, answer } of examplesOf(page).toReversed()) {
    if (answer === undefined) continue;
    const text = answerText(shownOf(await served.ask(question.text)));
    lines.splice(answer.line - 1, answer.text.split('\n').length, text);
  }
  writeFileSync(page, lines.join('\n'));
  await served.close();
}
