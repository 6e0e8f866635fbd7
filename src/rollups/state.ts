import { z } from 'zod';

const stateShape = z.strictObject({
  /** Of this file; others are not read. */
  format: z.literal(1),
  /** `plays.daily` */
  rollup: z.string(),
  fingerprint: z.string(),
  /** The table that holds its rows, as the engine names it. */
  table: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  /** ISO instant at which its build began. */
  builtAt: z.string(),
  /** By the clock of its zone: all rows before it had landed, as it is declared how late rows land. Null where it is not. */
  watermark: z.string().nullable(),
  /** Versions of the tables that it was made from, before they were read. */
  sources: z.array(z.strictObject({ table: z.string(), version: z.string() })),
  /** Of its own table, once it was whole: another one is not what was built. */
  version: z.string(),
  /** By the first day of each; one for all where it is not partitioned. */
  partitions: z.array(z.strictObject({ key: z.string(), rows: z.number(), builtAt: z.string() })),
  /** The partitions of the dataset's own table that it was made from; null where the engine knows none. */
  origins: z
    .array(z.strictObject({ part: z.string(), state: z.string(), keys: z.array(z.string()).readonly() }).readonly())
    .readonly()
    .nullable()
    .default(null),
  rows: z.number(),
  bytes: z.number(),
  /** Whether the links of its rows met one row each at most: then it answers as if they were not there. */
  keepsRows: z.boolean(),
  /** The table of the build before, which questions under way may still read. */
  before: z.string().nullable(),
});

/** What is known of a rollup that was built. */
export type RollupState = Readonly<z.output<typeof stateShape>>;

/** Null for what is none, or of another format: then it counts as not built. */
export function readState(text: string): RollupState | null {
  try {
    return stateShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export const printState = (state: RollupState): string => `${JSON.stringify(state, null, 1)}\n`;
