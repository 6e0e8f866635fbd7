import type { Place } from '../problems/problem.js';

/** The lines of a file that define one thing: its key, and what stands below it further to the right. */
export interface DefinitionLines {
  readonly first: number;
  readonly last: number;
  /** Without the indentation that all lines have. */
  readonly text: string;
}

export function definitionLines(file: string | undefined, { line, column }: Place): DefinitionLines | null {
  const lines = file?.split(/\r?\n/) ?? [];
  const key = lines[line - 1];
  if (key === undefined) return null;
  let last = line;
  // A key that does not begin its line stands within braces: its line says it all, or as much as can be shown.
  if (indent(key) === column - 1) {
    for (let next = line + 1; next <= lines.length; next++) {
      const text = lines[next - 1] ?? '';
      if (text.trim() === '') continue;
      if (indent(text) < column) break;
      last = next;
    }
  }
  const margin = indent(key);
  const own = lines.slice(line - 1, last).map((text) => text.slice(Math.min(margin, indent(text))).trimEnd());
  return { first: line, last, text: own.join('\n') };
}

const indent = (text: string): number => text.length - text.trimStart().length;
