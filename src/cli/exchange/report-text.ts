import { counted, type Line, OUTCOMES, type Outcome } from '../../exchange/report.js';

export type Headings = Readonly<Record<Outcome, string>>;

/** A report for people: what means the same on demand, what is said of several things once, and the sum. */
export function reportText(
  report: readonly Line[],
  { headings, subject, exact }: { readonly headings: Headings; readonly subject: string; readonly exact: boolean },
): string {
  const counts = counted(report);
  const parts = OUTCOMES.filter((outcome) => outcome !== 'exact' || exact).flatMap((outcome) => {
    const lines = report.filter((line) => line.outcome === outcome);
    return lines.length === 0 ? [] : [`${headings[outcome]}:\n${linesText(lines)}`];
  });
  const sum = `${subject}; ${counts.exact} exact, ${counts.difference} with differences, ${counts.guess} guessed, ${counts.loss} lost.`;
  return `${[...parts, sum].join('\n\n')}\n`;
}

/** What is said of several things is told once, above all of them. */
function linesText(lines: readonly Line[]): string {
  const messages = new Set(lines.map(({ message }) => message));
  return [...messages]
    .map((message) => {
      const things = lines.filter((line) => line.message === message).map(({ what, place }) => `${what}, ${place}`);
      return [`  ${message}`, ...things.map((thing) => `    ${thing}`)].join('\n');
    })
    .join('\n');
}
