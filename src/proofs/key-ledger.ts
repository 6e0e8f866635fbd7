import type { Engine, TableVersion } from '../engine/engine.js';
import type { KeyClaim } from './key-claim.js';
import { type Finding, proveKey } from './prove-key.js';

/** What is known of claims, each for the versions of the data that it was looked at in. */
export interface KnownKeys {
  /** @param versions of the claim's tables at least; null where nobody has looked at these versions */
  findingOf(claim: KeyClaim, versions: readonly TableVersion[]): Finding | null;
}

interface Entry {
  readonly versions: string;
  readonly finding: Finding;
}

/** Findings by claim; a new version of a table makes them unknown. It outlives a reload: the same claim has the same id. */
export class KeyLedger implements KnownKeys {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly engine: Engine,
    /** Told of each claim that an answer relied on, and what was known of it. */
    private readonly onAsked: (claim: KeyClaim, finding: Finding | null) => void = () => {},
  ) {}

  findingOf(claim: KeyClaim, versions: readonly TableVersion[]): Finding | null {
    const finding = this.lookUp(claim, versions);
    this.onAsked(claim, finding);
    return finding;
  }

  /** What is known in the data as it is now. */
  current(claim: KeyClaim): Finding | null {
    return this.lookUp(claim, this.engine.versionsOf(claim.tables));
  }

  /**
   * Asks the engine, and keeps what it says unless the data changed meanwhile.
   * @throws ProblemError of the engine
   */
  async prove(claim: KeyClaim, signal: AbortSignal): Promise<Finding> {
    const before = versionText(claim, this.engine.versionsOf(claim.tables));
    const finding = await proveKey(claim, this.engine, signal);
    const after = versionText(claim, this.engine.versionsOf(claim.tables));
    if (before === after) this.entries.set(claim.id, { versions: before, finding });
    return finding;
  }

  private lookUp(claim: KeyClaim, versions: readonly TableVersion[]): Finding | null {
    const entry = this.entries.get(claim.id);
    return entry !== undefined && entry.versions === versionText(claim, versions) ? entry.finding : null;
  }
}

const versionText = ({ tables }: KeyClaim, versions: readonly TableVersion[]): string =>
  JSON.stringify(tables.map((table) => [table, versions.find((each) => each.table === table)?.version ?? null]));
