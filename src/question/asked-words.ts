import type { Span, Top } from './spans.js';

/** A question as flat words say it: the flags of a command, the parameters of a link. */
export interface AskedWords {
  readonly by: readonly string[];
  readonly where: readonly string[];
  readonly segment: readonly string[];
  readonly having: readonly string[];
  readonly from?: string | undefined;
  readonly through?: string | undefined;
  readonly last?: Span | undefined;
  readonly this?: string | undefined;
  readonly compare?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly asOf?: string | undefined;
  readonly validAt?: string | undefined;
  readonly fill?: string | undefined;
  readonly order: readonly string[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly top?: Top | undefined;
  readonly other?: string | undefined;
  readonly dataset?: string | undefined;
}

/** How a word is written where it was asked, for problems: `--by`, `dimensions`. */
export type Spelled = (word: keyof AskedWords) => string;
