import type { GeneratedCase } from './generate.js';
import { RULES } from './rules.js';

/** How many cases exercise each rule. */
export const coverageOf = (cases: readonly GeneratedCase[]): Map<string, number> =>
  new Map(RULES.map((rule) => [rule, cases.filter((c) => c.rules.includes(rule)).length]));

/** Ten rules to a line. */
export function printCoverage(coverage: ReadonlyMap<string, number>): string {
  const entries = [...coverage].map(([rule, count]) => `${rule.padStart(4)} ${String(count).padEnd(5)}`);
  const lines = Array.from({ length: Math.ceil(entries.length / 10) }, (_, i) =>
    entries.slice(i * 10, i * 10 + 10).join(''),
  );
  return lines.join('\n');
}
