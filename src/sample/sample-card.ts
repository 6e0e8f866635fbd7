import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Raise it when the same seed gives other rows (DuckDB may change `hash` too), so that old samples are made anew. */
export const GENERATOR_VERSION = 1;

/** What `streaming/sample.json` says. It is there if and only if the sample is whole. */
export interface SampleCard {
  readonly generator: number;
  readonly seed: number;
  readonly scale: number;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
}

export const cardPath = (folder: string): string => join(folder, 'streaming', 'sample.json');

/** The card of a whole sample that this generator made; undefined when the folder holds none. */
export async function readSampleCard(folder: string): Promise<SampleCard | undefined> {
  try {
    const card = JSON.parse(await readFile(cardPath(folder), 'utf8')) as SampleCard;
    return card.generator === GENERATOR_VERSION ? card : undefined;
  } catch {
    return undefined;
  }
}
