import { mkdirSync, writeFileSync } from 'node:fs';
import type { Question } from './questions.js';
import type { GeneratedSql } from './sql-quality.js';
import { SQL_BAR } from './sql-quality.js';

export const OUT = 'dist/bench';

/** `npm run bench -- sql q09,top-titles` measures these questions, and keeps no figures: they are not the whole part. */
export const chosenNames: string[] = [];

export const chosen = (questions: readonly Question[]): readonly Question[] =>
  questions.filter(({ name }) => chosenNames.length === 0 || chosenNames.includes(name));

/** The SQL of questions over the bar is written to a folder, ours and theirs. */
export function keepSql({ name, ratio, ours, theirs }: GeneratedSql, engine = ''): void {
  process.stderr.write(`${name} ${ratio.toFixed(2)}\n`);
  if (ratio <= SQL_BAR) return;
  mkdirSync(`${OUT}/over`, { recursive: true });
  const values = ours.parameters.map(({ value }, at) => `-- $${at + 1} = ${value}\n`).join('');
  writeFileSync(
    `${OUT}/over/${engine}${name}.sql`,
    `-- ${ratio.toFixed(2)}\n${values}${ours.text};\n\n-- by hand\n${theirs.text};\n`,
  );
}
