/** What stands between `{{` and `}}`, and in the `group_by` of saved queries: a call, with methods behind it. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
}

export type Argument = string | boolean | readonly string[];

const TOKEN = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|([A-Za-z_]\w*)|([()[\],.=]))\s*/y;

interface Token {
  readonly kind: 'text' | 'word' | 'symbol';
  readonly text: string;
}

/** `Dimension('user__country').grain('month')` as its calls, outermost object first; undefined where it is anything else. */
export function readCalls(source: string): readonly Call[] | undefined {
  const tokens = tokensOf(source);
  if (tokens === undefined) return undefined;
  const reader = new Reader(tokens);
  const calls: Call[] = [];
  do {
    const call = reader.call();
    if (call === undefined) return undefined;
    calls.push(call);
  } while (reader.accept('.'));
  return reader.isAtEnd ? calls : undefined;
}

function tokensOf(source: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) return undefined;
    const [, single, double, word, symbol] = match;
    const text = single ?? double;
    tokens.push(
      text !== undefined
        ? { kind: 'text', text }
        : word !== undefined
          ? { kind: 'word', text: word }
          : { kind: 'symbol', text: symbol ?? '' },
    );
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  accept(symbol: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.at++;
    return true;
  }

  call(): Call | undefined {
    const name = this.word();
    if (name === undefined || !this.accept('(')) return undefined;
    const args: Argument[] = [];
    const named = new Map<string, Argument>();
    while (!this.accept(')')) {
      const [key, before] = [this.word(), this.at];
      const isNamed = key !== undefined && this.accept('=');
      if (key !== undefined && !isNamed) this.at = before - 1;
      const value = this.argument();
      if (value === undefined) return undefined;
      if (isNamed) named.set(key, value);
      else args.push(value);
      if (!this.accept(',') && this.tokens[this.at]?.text !== ')') return undefined;
    }
    return { name, args, named };
  }

  private word(): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word') return undefined;
    this.at++;
    return token.text;
  }

  private argument(): Argument | undefined {
    const token = this.tokens[this.at++];
    if (token?.kind === 'text') return token.text;
    if (token?.kind === 'word') return token.text === 'True' ? true : token.text === 'False' ? false : undefined;
    if (token?.text !== '[') return undefined;
    const list: string[] = [];
    while (!this.accept(']')) {
      const item = this.tokens[this.at++];
      if (item?.kind !== 'text') return undefined;
      list.push(item.text);
      if (!this.accept(',') && this.tokens[this.at]?.text !== ']') return undefined;
    }
    return list;
  }
}
