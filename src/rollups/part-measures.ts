import { aggregateOf } from '../expressions/functions.js';
import type { AggregateCall } from '../expressions/scalar.js';
import type { Parts } from '../model/merging.js';

export interface PartMeasure {
  /** What of the measure it is: `sum`. */
  readonly suffix: string;
  readonly measure: AggregateCall;
}

/** The aggregates of rows that are kept in place of one. */
export function partMeasures(measure: AggregateCall, parts: Parts): readonly PartMeasure[] {
  if (parts.kind === 'sketch') {
    const { fraction: _fraction, ...bare } = measure;
    return [{ suffix: 'sketch', measure: { ...bare, name: SKETCH_OF[parts.of], type: parts.of } }];
  }
  const [only] = parts.of;
  if (parts.of.length === 1 && only === measure.name) return [{ suffix: only, measure }];
  return parts.of.map((name) => {
    const type = name === 'count' ? 'integer' : aggregateOf(name, measure.args[0]?.type ?? 'double')?.type;
    return { suffix: name, measure: { ...measure, name, type: type ?? measure.type } };
  });
}

const SKETCH_OF = { hll: 'hll_sketch', tdigest: 'tdigest_sketch' } as const;
