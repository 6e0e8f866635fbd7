/** What commands end with. Documented in docs/cli.md; scripts rely on it. */
export const EXIT = {
  ok: 0,
  /** The command ran and found problems: in definitions, in data, in a question. */
  problems: 1,
  /** The command could not run: a wrong flag, no project, no engine. */
  failed: 2,
  /** `diff`: numbers become others. */
  numbers: 3,
  /** `diff`: something is gone that was relied on. */
  breaking: 4,
} as const;
