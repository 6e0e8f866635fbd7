import type { Ink } from '../problems/ink.js';

/** Where a command writes, and what it finds around it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that the command was called in. */
  readonly folder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** How wide the terminal is that `out` goes to; null where it goes to a file or a pipe. */
  readonly columns: number | null;
  /** How words stand out in what goes to `out` and to `err`. */
  readonly ink: { readonly out: Ink; readonly err: Ink };
  /** Ends what goes on until it is ended, such as `check --watch`. */
  readonly until?: AbortSignal;
}
