import { randomBytes } from 'node:crypto';
import type { Holding } from './holding.js';

const MOST_CHARACTERS = 120;

/** What the names of all tables of a rollup begin with. */
export const tableStem = ({ rollup }: Holding): string =>
  `${rollup.dataset}__${rollup.name}`.slice(0, MOST_CHARACTERS - 20);

/** `plays__daily__20240131t101500_1f2e3d` */
export function newTable(holding: Holding, now = new Date()): string {
  const when = now.toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `${tableStem(holding)}__${when}_${randomBytes(3).toString('hex')}`;
}

/** Whether a table was made by a build of the rollup: other rollups may have names that begin alike. */
export const isTableOf = (holding: Holding, table: string): boolean =>
  table.startsWith(`${tableStem(holding)}__`) &&
  /^\d{8}t\d{6}_[0-9a-f]{6}$/.test(table.slice(tableStem(holding).length + 2));
