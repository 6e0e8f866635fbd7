/** A length of time in whole units: 7 days, 1 fiscal_quarter. */
export interface Span {
  readonly count: number;
  readonly grain: string;
}
