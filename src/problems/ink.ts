/** How words stand out where people read them on a terminal; each gives the text back as it is elsewhere. */
export interface Ink {
  readonly bad: Paint;
  readonly careful: Paint;
  readonly good: Paint;
  /** What is read last: places, gutters, rules. */
  readonly aside: Paint;
  readonly head: Paint;
}

export type Paint = (text: string) => string;

const same: Paint = (text) => text;

export const PLAIN: Ink = { bad: same, careful: same, good: same, aside: same, head: same };
