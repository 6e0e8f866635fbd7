import type { Reading } from '../../definitions/reading.js';
import { fileOffset } from '../../definitions/scalar-offsets.js';
import type { ListTree, ScalarTree, Tree } from '../../definitions/tree.js';
import type { Place } from '../../problems/problem.js';

/** Rows as a test file has them, types not looked at yet; each row has a cell for each column. */
export interface WrittenRows {
  readonly columns: readonly { readonly name: string; readonly at: () => Place }[];
  readonly rows: readonly (readonly WrittenCell[])[];
}

/** `text` is null for NULL. Places are found when a problem needs them. */
export interface WrittenCell {
  readonly text: string | null;
  readonly at: () => Place;
}

/** A value that its shape has found to be a text or a list of maps; undefined, and reported, where the text is no table. */
export const readRows = (reading: Reading, tree: Tree): WrittenRows | undefined =>
  tree.kind === 'scalar' ? readTable(reading, tree) : rowsOfMaps(reading, tree as ListTree);

/** The columns are those of all maps; one that a map lacks is NULL there. */
function rowsOfMaps(reading: Reading, { items }: ListTree): WrittenRows {
  const columns = new Map<string, () => Place>();
  for (const item of items)
    for (const { key, start } of item.kind === 'map' ? item.entries.values() : [])
      if (!columns.has(key)) columns.set(key, () => reading.place(start));
  const rows = items.map((item) =>
    [...columns.keys()].map((name): WrittenCell => {
      const value = item.kind === 'map' ? item.entries.get(name)?.value : undefined;
      const text = value?.kind === 'scalar' && value.value !== null ? value.text : null;
      return { text, at: () => reading.place((value ?? item).start) };
    }),
  );
  return { columns: [...columns].map(([name, at]) => ({ name, at })), rows };
}

interface Piece {
  readonly text: string;
  readonly offset: number;
}

function readTable(reading: Reading, scalar: ScalarTree): WrittenRows | undefined {
  const at = (offset: number) => () => reading.place(fileOffset(reading.source.text, scalar, offset));
  const [head, ...lines] = piecesOf(scalar.text, '\n').filter(({ text }) => text.trim() !== '');
  if (head === undefined) return { columns: [], rows: [] };
  const columns = cellsOf(head).map(({ text, offset }) => ({ name: text, at: at(offset) }));
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) {
    reading.report({ code: 'DUPLICATE_NAME', message: `The column "${twice.name}" is there twice.`, at: twice.at() });
    return undefined;
  }
  const rows: WrittenCell[][] = [];
  for (const line of lines) {
    const cells = cellsOf(line);
    if (cells.length !== columns.length) {
      const message = `The row has ${cells.length} cells, the table ${columns.length} columns.`;
      const hint = 'Cells stand between |; a text that holds one is written in a list of maps.';
      reading.report({ code: 'INVALID_DEFINITION', message, at: at(cells[0]?.offset ?? line.offset)(), hint });
      return undefined;
    }
    rows.push(cells.map(({ text, offset }) => ({ text: plainCell(text), at: at(offset) })));
  }
  return { columns, rows };
}

const QUOTED = /^'(.*)'$/;

/** `NULL` is NULL; what stands in single quotes is a text as it is, so that `''` is the empty one. */
const plainCell = (text: string): string | null =>
  text === 'NULL' ? null : (QUOTED.exec(text)?.[1]?.replaceAll("''", "'") ?? text);

const cellsOf = (line: Piece): readonly Piece[] =>
  piecesOf(line.text, '|').map(({ text, offset }) => ({
    text: text.trim(),
    offset: line.offset + offset + (text.length - text.trimStart().length),
  }));

function piecesOf(text: string, mark: string): Piece[] {
  let offset = 0;
  return text.split(mark).map((piece) => {
    const found = { text: piece, offset };
    offset += piece.length + mark.length;
    return found;
  });
}
