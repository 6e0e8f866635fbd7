import type { Place } from '../problems/problem.js';

/** The text of one definition file, which knows the line and column of each offset. */
export class SourceFile {
  readonly text: string;
  private starts: readonly number[] | undefined;

  /** @param path relative to the project folder, with forward slashes */
  constructor(
    readonly path: string,
    text: string,
  ) {
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** Columns count UTF-16 units, as editors do. */
  place(offset: number): Place {
    this.starts ??= lineStarts(this.text);
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.path, line: low + 1, column: Math.min(offset, this.text.length) - (this.starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
