/**
 * A table as one ordered SELECT over the tables before it.
 * A scratch table serves the ones after it and leaves no file.
 */
export interface SampleTable {
  readonly name: string;
  readonly select: string;
  readonly scratch?: true;
}
