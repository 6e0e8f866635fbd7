/** Some characters of a text replaced by others; `at` is an offset, and nothing is replaced where `length` is 0. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** All edits at once: their offsets are those of the text before. */
export function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => a.at - b.at);
  const parts: string[] = [];
  let end = 0;
  for (const { at, length, text: by } of inOrder) {
    parts.push(text.slice(end, at), by);
    end = at + length;
  }
  return parts.join('') + text.slice(end);
}
