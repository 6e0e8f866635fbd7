import { csv } from './csv.js';
import type { Format } from './format.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';

/** By the ending of their files. Arrow's code is loaded when it is asked for. */
export const FORMATS = {
  csv: async () => csv,
  ndjson: async () => ndjson,
  json: async () => json,
  arrow: async () => (await import('./arrow/arrow.js')).arrow,
} as const satisfies Readonly<Record<string, () => Promise<Format>>>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];
