import { LRUCache } from 'lru-cache';
import type { BoundedStore, Section } from '../cache/bounded-store.js';
import { bytesOf } from '../cache/size.js';
import type { Rows } from '../engine/engine.js';
import type { Join, Scan } from '../plan/plan.js';
import type { Have } from '../reuse/covers.js';
import { aggregated, type Leaf } from '../reuse/leaf.js';
import { columnName, Desk, tableName } from './desk.js';

/** Rows of one leaf, for those who may see them, of one version of the data. */
export interface Kept extends Have {
  /** Its rows as a node of a plan. */
  readonly scan: Scan;
  readonly rows: Rows;
  /** Epoch milliseconds at which the engine gave the rows. */
  readonly answeredAt: number;
}

interface Entry extends Kept {
  readonly scope: string;
}

/**
 * The rows of leaves by who may see them and of which version of the data they are, among all else that the store keeps.
 * They lie as the engine gave them until they are first reckoned with; then they take their room once more.
 */
export class KeptLeaves {
  private readonly entries: Section<Entry>;
  private readonly scopes = new Map<string, Set<Entry>>();
  private readonly desk = new Desk();
  private readonly laid = new Map<string, Laid>();
  private readonly tooMuch = new LRUCache<string, true>({ max: 1_000 });
  private made = 0;

  constructor(private readonly store: BoundedStore) {
    this.entries = store.section('leaves');
  }

  /** Whether the rows by these groups were found to be too many to keep. */
  isTooMuch(leaf: Leaf): boolean {
    return this.tooMuch.has(groupsOf(leaf));
  }

  noteTooMuch(leaf: Leaf): void {
    this.tooMuch.set(groupsOf(leaf), true);
  }

  /** A place for a leaf's rows, whose columns are named by their place. */
  place(leaf: Leaf, keepsRows: (join: Join) => boolean): Place {
    this.made += 1;
    const table = `k${this.made}`;
    const { groups, measures } = leaf.aggregate;
    const renamed = aggregated(leaf);
    return {
      leaf: {
        ...renamed,
        aggregate: {
          ...renamed.aggregate,
          groups: groups.map((each, at) => ({ ...each, name: columnName(at) })),
          measures: measures.map((each, at) => ({ ...each, name: columnName(groups.length + at) })),
        },
      },
      keepsRows,
      joinsLater: false,
      addsDoubles: false,
      scan: { kind: 'scan', relation: table, table: tableName(table) },
    };
  }

  keep(place: Place, scope: string, rows: Rows, answeredAt: number): Kept {
    const entry: Entry = { ...place, rows, answeredAt, scope };
    const gone = (): void => this.forget(entry);
    if (!this.entries.set(entry.scan.relation, entry, { bytes: bytesOf(rows), closed: false, gone })) return entry;
    const known = this.scopes.get(scope) ?? new Set();
    this.scopes.set(scope, known.add(entry));
    return entry;
  }

  /** Newest first. */
  of(scope: string): readonly Kept[] {
    return [...(this.scopes.get(scope) ?? [])].reverse();
  }

  /** Runs on the rows of these, which are laid ready where they are not yet. */
  async reckon(kept: readonly Kept[], run: (desk: Desk) => Promise<Rows>): Promise<Rows> {
    try {
      await Promise.all(kept.map((each) => this.lay(each)));
      return await run(this.desk);
    } finally {
      for (const { scan } of kept) if (!this.entries.get(scan.relation)) this.clear(scan.relation);
    }
  }

  async close(): Promise<void> {
    await this.desk.close();
  }

  private lay({ scan, rows }: Kept): Promise<void> {
    this.entries.get(scan.relation); // used just now
    const known = this.laid.get(scan.relation);
    if (known !== undefined) return known.done;
    const laid = { done: this.desk.lay(scan.relation, rows), release: this.store.hold(bytesOf(rows)) };
    this.laid.set(scan.relation, laid);
    return laid.done;
  }

  private forget({ scope, scan }: Entry): void {
    const known = this.scopes.get(scope);
    for (const each of known ?? []) if (each.scan === scan) known?.delete(each);
    if (known?.size === 0) this.scopes.delete(scope);
    this.clear(scan.relation);
  }

  private clear(table: string): void {
    const laid = this.laid.get(table);
    this.laid.delete(table);
    laid?.release();
    void laid?.done.then(() => this.desk.clear(table)).catch(() => {});
  }
}

/** A table on the desk. */
interface Laid {
  readonly done: Promise<void>;
  readonly release: () => void;
}

const groupsOf = ({ base, aggregate }: Leaf): string =>
  JSON.stringify([base, aggregate.groups.map(({ value }) => JSON.stringify(value)).sort()]);

/** Where rows of a leaf will be kept. */
export type Place = Omit<Kept, 'rows' | 'answeredAt'>;
