import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line within the page, counted from 1. */
  readonly line: number;
}

/** It may be indented, within a list. */
const FENCE = /^( *)```(\w*)$/;

export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let open:
    | { readonly language: string; readonly line: number; readonly indent: number; readonly lines: string[] }
    | undefined;
  page.split('\n').forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (open === undefined) {
      if (fence) open = { language: fence[2] ?? '', line: index + 2, indent: fence[1]?.length ?? 0, lines: [] };
    } else if (fence) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(line.slice(open.indent));
  });
  return blocks;
}

/** The files that a page shows in YAML, each with its path in the first line. */
export const filesOf = (blocks: readonly Block[]): readonly { readonly path: string; readonly text: string }[] =>
  blocks.flatMap(({ language, text }) => {
    const [line, path] = /^# (\S+\.ya?ml)\n/.exec(text) ?? [];
    return language === 'yaml' && line !== undefined && path !== undefined
      ? [{ path, text: `${text.slice(line.length)}\n` }]
      : [];
  });

/** A question of a page, with the answer and the SQL that stand behind it. */
export interface Example {
  readonly title: string;
  readonly question: Block;
  readonly answer?: Block | undefined;
  readonly sql?: Block | undefined;
}

export function examplesOf(file: string): readonly Example[] {
  const blocks = blocksOf(readFileSync(file, 'utf8'));
  return blocks.flatMap((question, index) => {
    if (question.language !== 'graphql') return [];
    const next = blocks[index + 1];
    const answer = next?.language === 'json' ? next : undefined;
    const after = answer && blocks[index + 2];
    const sql = after?.language === 'sql' ? after : undefined;
    return [{ title: `${file}:${question.line}`, question, answer, sql }];
  });
}
