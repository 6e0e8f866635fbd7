import { printCoverage } from '../reference/coverage.js';
import type { SeedReport } from './worker.js';

/** What came of many seeds. */
export class Tally {
  asked = 0;
  wrong = 0;
  /** Cases by rule. */
  readonly rules: Map<string, number>;
  /** Of refusals with NOT_EXPRESSIBLE, by reason, names in quotes left out. */
  readonly refusals = new Map<string, number>();

  constructor(rules: readonly string[]) {
    this.rules = new Map(rules.map((rule) => [rule, 0]));
  }

  add({ rules, found }: SeedReport): void {
    this.asked += 1;
    for (const rule of rules) count(this.rules, rule);
    if (found?.wrong) this.wrong += 1;
    else if (found) count(this.refusals, found.reason.replaceAll(/"[^"]*"/g, '"…"'));
  }

  get refused(): number {
    return [...this.refusals.values()].reduce((sum, each) => sum + each, 0);
  }

  tooFew(least: number): readonly string[] {
    return [...this.rules].filter(([, cases]) => cases < least).map(([rule]) => rule);
  }
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

export function printTally(tally: Tally, least: number): string {
  const refusals = [...tally.refusals]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `  ${times} NOT_EXPRESSIBLE ${reason}`);
  const few = tally.tooFew(least);
  return [
    'Rule × generated cases',
    printCoverage(tally.rules),
    ...(few.length > 0 ? [`Rules with fewer than ${least} cases: ${few.join(' ')}`] : []),
    ...(refusals.length > 0 ? ['Refused, though the reference answers', ...refusals] : []),
    `${tally.asked} asked, ${tally.wrong} wrong, ${tally.refused} refused as not expressible`,
  ].join('\n');
}
