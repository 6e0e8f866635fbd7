import { LRUCache } from 'lru-cache';

export interface StoreSize {
  /** Bound of all that is kept or held, in bytes; 0 keeps nothing. */
  readonly maxBytes: number;
  /** Nothing kept may take more than this share of it. */
  readonly largestShare?: number | undefined;
}

export interface Placing {
  /** What the value takes on the heap. */
  readonly bytes: number;
  /** It is of periods that are over. */
  readonly closed: boolean;
  /** Told when it is no longer kept. */
  readonly gone?: (() => void) | undefined;
}

interface Slot extends Pick<Placing, 'gone'> {
  readonly value: unknown;
  /** In uses of the store, whatever was used. */
  usedAt: number;
}

type Shelf = LRUCache<string, Slot>;

/** What the store itself takes for a value: its keys, its places in maps and lists. */
export const ENTRY_BYTES = 600;
/** What is of closed periods may go unused for so many times as long as what is not. */
const CLOSED_PATIENCE = 4;

/**
 * Everything that is kept, under one bound in bytes. What has not been used for longest goes first; what is of periods
 * that are over is asked again when the rest is of no more use, and counts as unused for a quarter of the time.
 */
export class BoundedStore {
  private readonly shelves: { readonly open: Shelf; readonly closed: Shelf } | undefined;
  private readonly maxEntry: number;
  private readonly maxBytes: number;
  private uses = 0;
  private held = 0;

  constructor({ maxBytes, largestShare = 0.25 }: StoreSize) {
    this.maxBytes = maxBytes;
    this.maxEntry = Math.floor(maxBytes * largestShare);
    const shelf = (): Shelf => new LRUCache({ maxSize: maxBytes, dispose: ({ gone }) => gone?.() });
    if (this.maxEntry >= 1) this.shelves = { open: shelf(), closed: shelf() };
  }

  /** Of all that is kept, and of what is under way. */
  get bytes(): number {
    return this.held + this.kept;
  }

  get entries(): number {
    return this.shelves === undefined ? 0 : this.shelves.open.size + this.shelves.closed.size;
  }

  /** Values of one type, whose keys are apart from those of other names. */
  section<T>(name: string): Section<T> {
    const inSection = (key: string): string => `${name} ${key}`;
    return {
      get: (key) => this.get(inSection(key)) as T | undefined,
      set: (key, value, placing) => this.set(inSection(key), value, placing),
      delete: (key) => this.delete(inSection(key)),
    };
  }

  /** Counts what is under way, as if it were kept. @returns what ends that */
  hold(bytes: number): () => void {
    this.held += bytes;
    this.makeRoom(0);
    let holds = true;
    return () => {
      if (holds) this.held -= bytes;
      holds = false;
    };
  }

  private get kept(): number {
    return this.shelves === undefined ? 0 : this.shelves.open.calculatedSize + this.shelves.closed.calculatedSize;
  }

  private get(key: string): unknown {
    const slot = this.shelves?.open.get(key) ?? this.shelves?.closed.get(key);
    if (slot !== undefined) slot.usedAt = ++this.uses;
    return slot?.value;
  }

  private set(key: string, value: unknown, { bytes, closed, gone }: Placing): boolean {
    this.delete(key);
    const size = bytes + ENTRY_BYTES;
    if (this.shelves === undefined || bytes > this.maxEntry || !this.makeRoom(size)) return false;
    this.shelves[closed ? 'closed' : 'open'].set(key, { value, gone, usedAt: ++this.uses }, { size });
    return true;
  }

  private delete(key: string): void {
    this.shelves?.open.delete(key);
    this.shelves?.closed.delete(key);
  }

  private makeRoom(size: number): boolean {
    while (this.bytes + size > this.maxBytes) if (!this.dropOne()) return false;
    return true;
  }

  private dropOne(): boolean {
    if (this.shelves === undefined) return false;
    const { open, closed } = this.shelves;
    const [one, other] = [this.unusedFor(open), this.unusedFor(closed)];
    const from = one !== null && (other === null || one * CLOSED_PATIENCE >= other) ? open : closed;
    return from.pop() !== undefined;
  }

  private unusedFor(shelf: Shelf): number | null {
    const [oldest] = shelf.rvalues();
    return oldest === undefined ? null : this.uses - oldest.usedAt;
  }
}

export interface Section<T> {
  readonly get: (key: string) => T | undefined;
  /** @returns whether it is kept: not where it is too large */
  readonly set: (key: string, value: T, placing: Placing) => boolean;
  readonly delete: (key: string) => void;
}
