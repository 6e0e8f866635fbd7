import type { Measured, Section } from './report.js';

/** A table of the bench, measured by itself. */
export interface Part extends Omit<Section, 'measured'> {
  /** How the command line and the file of figures call it. */
  readonly name: string;
  /** Null where it cannot be measured here; it has said why. */
  readonly measure: () => Promise<readonly Measured[] | null>;
}
