import type { Engine, TableVersion } from '../engine/engine.js';

/** Something that answers rely on and the data alone can tell. */
export interface Claim {
  /** Holds every definition that the claim is about: a claim of the same id is the same claim, in any model. */
  readonly id: string;
  readonly tables: readonly string[];
}

/** What is known of claims, each for the versions of the data that it was looked at in. */
export interface Known<C extends Claim, Finding> {
  /** @param versions of the claim's tables at least; null where nobody has looked at these versions */
  findingOf(claim: C, versions: readonly TableVersion[]): Finding | null;
  /** The last finding, of whatever version. */
  earlier(claim: C): Finding | null;
}

interface Entry<Finding> {
  readonly versions: string;
  readonly finding: Finding;
}

/** Findings by claim; a new version of a table makes them unknown. It outlives a reload: the same claim has the same id. */
export class Ledger<C extends Claim, Finding> implements Known<C, Finding> {
  private readonly entries = new Map<string, Entry<Finding>>();

  constructor(
    private readonly engine: Engine,
    private readonly ask: (claim: C, engine: Engine, signal: AbortSignal, earlier: Finding | null) => Promise<Finding>,
    /** Told of each claim that an answer relied on, and what was known of it. */
    private readonly onAsked: (claim: C, finding: Finding | null) => void = () => {},
  ) {}

  findingOf(claim: C, versions: readonly TableVersion[]): Finding | null {
    const finding = this.lookUp(claim, versions);
    this.onAsked(claim, finding);
    return finding;
  }

  earlier(claim: C): Finding | null {
    return this.entries.get(claim.id)?.finding ?? null;
  }

  /** What is known in the data as it is now. */
  current(claim: C): Finding | null {
    return this.lookUp(claim, this.engine.versionsOf(claim.tables));
  }

  /**
   * Asks the engine, and keeps what it says unless the data changed meanwhile.
   * @throws ProblemError of the engine
   */
  async prove(claim: C, signal: AbortSignal): Promise<Finding> {
    const before = versionText(claim, this.engine.versionsOf(claim.tables));
    const finding = await this.ask(claim, this.engine, signal, this.earlier(claim));
    const after = versionText(claim, this.engine.versionsOf(claim.tables));
    if (before === after) this.entries.set(claim.id, { versions: before, finding });
    return finding;
  }

  private lookUp(claim: C, versions: readonly TableVersion[]): Finding | null {
    const entry = this.entries.get(claim.id);
    return entry !== undefined && entry.versions === versionText(claim, versions) ? entry.finding : null;
  }
}

const versionText = ({ tables }: Claim, versions: readonly TableVersion[]): string =>
  JSON.stringify(tables.map((table) => [table, versions.find((each) => each.table === table)?.version ?? null]));
