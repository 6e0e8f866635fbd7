import { Refused } from './refused.js';

export interface Token {
  /** `name` is an identifier in double quotes, `word` any other. */
  kind: 'word' | 'name' | 'number' | 'text' | 'sign' | 'end';
  text: string;
}

const PATTERN =
  /\s+|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|"(?<name>(?:[^"]|"")*)"|'(?<text>(?:[^']|'')*)'|(?<sign><=|>=|<>|!=|\|\||[-+*/%(),.=<>])/gy;

export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < sql.length) {
    const from = PATTERN.lastIndex;
    const found = PATTERN.exec(sql);
    if (!found) throw new Refused('SYNTAX', `cannot read ${sql.slice(from, from + 20)}`);
    const { number, word, name, text, sign } = found.groups ?? {};
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('""', '"') });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll("''", "'") });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
