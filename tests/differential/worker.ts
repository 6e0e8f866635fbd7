import type { EngineName } from '../../src/engine/engine.js';
import { type Difference, openDifferences } from './differences.js';
import type { CaseId } from './directed.js';

/** The seeds that one worker asks. */
export interface Share {
  readonly seeds: readonly CaseId[];
  readonly engine: EngineName;
  /** Ends after the first wrong answer. */
  readonly untilWrong: boolean;
}

export interface SeedReport {
  readonly seed: CaseId;
  readonly rules: readonly string[];
  readonly found: Difference | null;
}

/** Asks its share of the seeds and tells each outcome as soon as it is known. */
export async function work({ seeds, engine, untilWrong }: Share, tell: (report: SeedReport) => void): Promise<void> {
  const differences = await openDifferences(engine);
  for (const seed of seeds) {
    const report = await differences.of(seed).then(
      ({ generated, found }): SeedReport => ({ seed, rules: generated.rules, found }),
      (error: unknown): SeedReport => ({
        seed,
        rules: [],
        found: { seed, rules: [], wrong: true, reason: String(error) },
      }),
    );
    tell(report);
    if (untilWrong && report.found?.wrong) break;
  }
  await differences.close();
}
