import { didYouMean, listNames } from '../problems/did-you-mean.js';
import type { Reading } from './reading.js';

/** Names of segments, each once; every dataset asked must have each of them. */
export function readSegments(reading: Reading, names: readonly string[], at: string): readonly string[] {
  for (const [index, name] of names.entries())
    for (const datasetName of reading.datasets) {
      const segments = reading.model.datasets.get(datasetName)?.segments;
      if (segments?.has(name)) continue;
      reading.problems.add({
        code: 'UNKNOWN_SEGMENT',
        message: `"${datasetName}" has no segment "${name.slice(0, 100)}".`,
        path: `${at}[${index}]`,
        hint: didYouMean(name, segments?.keys() ?? []) ?? `Its segments: ${listNames(segments?.keys() ?? [])}.`,
      });
    }
  return [...new Set(names)];
}
