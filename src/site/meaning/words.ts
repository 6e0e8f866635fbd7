/** A sentence whose names of metrics and datasets are still known as such, so that a page can link them. */
export type Words = readonly Word[];
export type Word = string | { readonly kind: 'metric' | 'dataset'; readonly name: string };

export const metricNamed = (name: string): Words => [{ kind: 'metric', name }];
export const datasetNamed = (name: string): Words => [{ kind: 'dataset', name }];

/** Words with words in their midst; neighbouring texts become one. */
export function say(chunks: TemplateStringsArray, ...parts: readonly (string | number | Words)[]): Words {
  const all = chunks.flatMap((chunk, index): Word[] => {
    const part = parts[index];
    return [chunk, ...(part === undefined ? [] : typeof part === 'object' ? part : [String(part)])];
  });
  return joined(all);
}

export const textOf = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? word : word.name)).join('');

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly (string | Words)[], last = 'and'): Words =>
  joined(
    items.flatMap((item, index) => [
      index === 0 ? '' : index === items.length - 1 ? ` ${last} ` : ', ',
      ...(typeof item === 'string' ? [item] : item),
    ]),
  );

/** A sentence begins with a capital letter, unless it begins with a name. */
export function sentence(words: Words): Words {
  const [first, ...rest] = words;
  const capital = typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1)] : first ? [first] : [];
  return joined([...capital, ...rest, '.']);
}

function joined(words: Words): Words {
  const found: Word[] = [];
  for (const word of words) {
    const before = found.at(-1);
    if (typeof word === 'string' && typeof before === 'string') found[found.length - 1] = before + word;
    else if (word !== '') found.push(word);
  }
  return found;
}
