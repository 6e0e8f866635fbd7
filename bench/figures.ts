import { readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from './machine.js';
import type { Section } from './report.js';

/** The last figures of a part, and where they were measured. */
export interface PartFigures extends Section {
  readonly machine: Machine;
}

export type Figures = Readonly<Record<string, PartFigures>>;

const FILE = 'bench/figures.json';

export const readFigures = (): Figures => JSON.parse(readFileSync(FILE, 'utf8')) as Figures;

/** Puts the figures of one part in the place of its last ones; the others stay as they are. */
export function keepFigures(name: string, figures: PartFigures, order: readonly string[]): Figures {
  const all: Figures = { ...readFigures(), [name]: figures };
  const sorted = Object.fromEntries(order.flatMap((each) => (all[each] ? [[each, all[each]]] : [])));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
  return sorted;
}
