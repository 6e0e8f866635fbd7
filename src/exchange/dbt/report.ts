/**
 * What became of a thing in the manifest: `exact`, it means the same here; `difference`, it is imported, and MetricFlow is known
 * to answer otherwise somewhere; `guess`, something was assumed that the manifest does not say; `loss`, it is not carried over.
 */
export type Outcome = 'exact' | 'difference' | 'guess' | 'loss';

export const OUTCOMES: readonly Outcome[] = ['exact', 'difference', 'guess', 'loss'];

/** Of a thing in a manifest, such as `metrics[3]`. */
export interface Origin {
  /** `metric "revenue"` */
  readonly what: string;
  /** `metrics[3].type_params.measure` */
  readonly place: string;
}

export interface Line extends Origin {
  readonly outcome: Outcome;
  readonly message: string;
}

/** Gathers what is said of each thing; equal lines are told once. */
export class Report {
  private readonly said = new Map<string, Line>();

  add(outcome: Outcome, { what, place }: Origin, message: string): void {
    this.said.set(JSON.stringify([outcome, place, message]), { outcome, what, place, message });
  }

  /** @returns nothing, in place of what could not be imported */
  loss(origin: Origin, message: string): undefined {
    this.add('loss', origin, message);
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
