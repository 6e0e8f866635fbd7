/** Markup that `html` has made, so that it needs no escaping any more. Nothing else makes one. */
export class Html {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }

  /** The one way from text to markup: see `html`. */
  static of(chunks: TemplateStringsArray, values: readonly Part[]): Html {
    let markup = chunks[0] ?? '';
    values.forEach((value, index) => {
      const place = placeAfter(markup);
      markup += (place === 'text' ? shown(value) : attribute(value, place)) + (chunks[index + 1] ?? '');
    });
    return new Html(markup);
  }
}

export type Part = string | number | Html | null | false | undefined | readonly Part[];

/**
 * A template whose values are text: each is escaped, unless it was made by `html` itself. A value stands between tags or
 * inside a quoted attribute; in `href` it must lead within the site or over http. Anywhere else is a mistake of the template.
 */
export const html = (chunks: TemplateStringsArray, ...values: readonly Part[]): Html => Html.of(chunks, values);

type Place = 'text' | 'attribute' | 'address';

const OPEN_TAG = /<[a-z][^<>]*$/i;
const QUOTED = /\s([a-z-]+)="[^"]*$/i;

/** Where in the markup the next value will stand. Attribute values have no `<` or `>`: they are escaped. */
function placeAfter(markup: string): Place {
  if (/<(script|style)[^<>]*>[^<]*$/i.test(markup.slice(markup.lastIndexOf('<'))))
    throw new Error('A value stands in a script.');
  const tag = OPEN_TAG.exec(markup.slice(markup.lastIndexOf('<')))?.[0];
  if (tag === undefined) return 'text';
  const name = QUOTED.exec(tag)?.[1]?.toLowerCase();
  if (name === undefined || name.startsWith('on') || name === 'style' || name === 'srcdoc')
    throw new Error(`A value stands unquoted in <${tag}`);
  if (name !== 'href' && name !== 'src') return 'attribute';
  return tag.endsWith(`${name}="`) ? 'address' : 'attribute';
}

function shown(value: Part): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(shown).join('');
  return escaped(String(value));
}

function attribute(value: Part, place: 'attribute' | 'address'): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('An attribute holds text.');
  const text = String(value);
  if (place === 'address' && !isSafeAddress(text)) throw new Error(`An address that leads elsewhere: ${text}`);
  return escaped(text);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters have no place in HTML; those that turn the direction of text are shown as what they are. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');

/** http, https, or a way within the site: no other scheme, no other host by `//`. */
export const isSafeAddress = (address: string): boolean =>
  /^https?:\/\/[^\s/]/i.test(address) || /^(?:[\w.-]+(?:\/|$|#)|\.\.?\/|#)[\w./#-]*$/.test(address);
