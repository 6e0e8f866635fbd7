/** What editors offer to put in, as VS Code and yaml-language-server take it from a JSON Schema. */
export interface Snippet {
  readonly label: string;
  readonly description?: string;
  readonly body: unknown;
}

/** @param example words that begin with $ are places to fill in, one after the other */
export function snippet(label: string, description: string, example: object): Snippet {
  let places = 0;
  const place = (word: string): string => (word.startsWith('$') ? `\${${++places}:${word.slice(1)}}` : word);
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return place(value);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [place(key), filled(each)] as const));
  };
  return { label, description, body: filled(example) };
}

/** Words that are offered where others are welcome too; as `examples` they would fill what is shown on hovering. */
export const offered = (words: readonly string[]): { readonly defaultSnippets: readonly Snippet[] } => ({
  defaultSnippets: words.map((word) => ({ label: word, body: word })),
});
