import { isAlias, isCollection, isMap, isPair, type Node, type YAMLMap } from 'yaml';
import type { Edit } from './edits.js';

/** Puts a pair at the end of a map, in braces or lines of its own as the map is written; the pair's further lines have their indent. Undefined where it has no last pair. */
export function appendPair(text: string, map: YAMLMap, pair: string): Edit | undefined {
  const last = map.items.at(-1);
  const end = last && endOf(last.value ?? last.key);
  const key = last?.key as Node | undefined;
  if (end === undefined || !key?.range || isAlias(last?.value)) return undefined;
  if (map.flow) return { at: end, length: 0, text: `, ${pair}` };
  const indent = indentOf(text, map);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = pair.replaceAll('\n', newline);
  if (text[end - 1] === '\n') return { at: end, length: 0, text: `${indent}${lines}${newline}` };
  const eol = text.indexOf('\n', end);
  const at = eol === -1 ? text.length : text[eol - 1] === '\r' ? eol - 1 : eol;
  return { at, length: 0, text: `${newline}${indent}${lines}` };
}

/** What stands before the keys of a map that is written in lines. */
export function indentOf(text: string, map: YAMLMap): string {
  const start = (map.items.at(-1)?.key as Node | undefined)?.range?.[0] ?? 0;
  return ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
}

/** Where a value ends, without what is said behind it: of a block, where its last line does. */
function endOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow) return node.range?.[1];
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1);
    return endOf(isPair(last) ? (last.value ?? last.key) : last);
  }
  return (node as Node | null)?.range?.[1];
}
