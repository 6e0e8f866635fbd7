import type { ProblemCode } from '../problems/codes.js';

/**
 * What became of a thing: `exact`, it means the same; `difference`, it is carried over, and is known to be answered otherwise
 * somewhere; `guess`, something was assumed that nobody says; `loss`, it is not carried over.
 */
export type Outcome = 'exact' | 'difference' | 'guess' | 'loss';

export const OUTCOMES: readonly Outcome[] = ['exact', 'difference', 'guess', 'loss'];

/** Of a thing in a file, such as `metrics[3]`. */
export interface Origin {
  /** `metric "revenue"` */
  readonly what: string;
  /** `metrics[3].type_params.measure` */
  readonly place: string;
}

export interface Line extends Origin {
  readonly outcome: Outcome;
  readonly message: string;
  /** Of what the parser or the compiler refuses. */
  readonly code?: ProblemCode;
}

/** Gathers what is said of each thing; equal lines are told once. */
export class Report {
  private readonly said = new Map<string, Line>();

  add(outcome: Outcome, { what, place }: Origin, message: string, code?: ProblemCode): void {
    this.said.set(JSON.stringify([outcome, place, message]), { outcome, what, place, message, ...(code && { code }) });
  }

  /** @returns nothing, in place of what could not be carried over */
  loss(origin: Origin, message: string, code?: ProblemCode): undefined {
    this.add('loss', origin, message, code);
    return undefined;
  }

  /** Takes back what was said to be exact: it turned out not to compile. */
  withdraw({ what, place }: Origin): void {
    for (const [key, line] of this.said)
      if (line.outcome === 'exact' && line.what === what && line.place === place) this.said.delete(key);
  }

  get lines(): readonly Line[] {
    return [...this.said.values()];
  }
}

export const counted = (lines: readonly Line[]): Readonly<Record<Outcome, number>> => ({
  exact: lines.filter(({ outcome }) => outcome === 'exact').length,
  difference: lines.filter(({ outcome }) => outcome === 'difference').length,
  guess: lines.filter(({ outcome }) => outcome === 'guess').length,
  loss: lines.filter(({ outcome }) => outcome === 'loss').length,
});
