import { type Html, html } from './html.js';

const TOKEN =
  /(?<comment>(?<=^|\s)#.*$)|(?<text>'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*")|(?<key>[A-Za-z_]\w*)(?=:(?:\s|$))|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>\b[A-Z][A-Z_]+\b)/gm;

/** Definitions and questions with a light hand: keys, texts, numbers, words of SQL. */
export function coloured(source: string): Html {
  const parts: (string | Html)[] = [];
  let at = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? ['', match[0]];
    parts.push(source.slice(at, match.index), html`<span class="${kind}">${text}</span>`);
    at = match.index + match[0].length;
  }
  return html`${parts}${source.slice(at)}`;
}
