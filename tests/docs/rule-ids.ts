const series = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** The rules, by group. */
export const RULES: readonly string[] = [
  ...series('G', 7),
  ...series('J', 10),
  ...series('M', 3),
  ...series('F', 10),
  ...series('T', 10),
  ...series('W', 6),
  ...series('O', 5),
  ...series('D', 2),
  ...series('K', 9),
  ...series('P', 4),
  ...series('N', 2),
  ...series('R', 3),
];
