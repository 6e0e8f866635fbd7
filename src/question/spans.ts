export interface Span {
  readonly count: number;
  readonly grain: string;
}

export interface Top {
  readonly count: number;
  readonly by: string;
  readonly dimension: string;
}

/** `7 days`; undefined for what is no span. */
export function spanOf(text: string): Span | undefined {
  const [, count, grain] = /^(\d{1,6})\s*([a-z_][a-z0-9_]*?)s?$/i.exec(text.trim()) ?? [];
  return count === undefined || grain === undefined ? undefined : { count: Number(count), grain };
}

/** `5:plays:country`: how many, by which metric, of which column. */
export function topOf(text: string): Top | undefined {
  const [, count, by, dimension] = /^(\d+):([^:]+):([^:]+)$/.exec(text) ?? [];
  return count === undefined || by === undefined || dimension === undefined
    ? undefined
    : { count: Number(count), by, dimension };
}
