import type { SketchType } from '../expressions/data-type.js';
import { MERGE_OF } from '../expressions/functions.js';
import type { Located, Problem } from '../problems/problem.js';

/** Sketches neither tell rows apart nor group them, and are no times. @param what what the column should be: a key, a dimension */
export const sketchIsNoValue = (what: string, { value, at }: Located<string>, type: SketchType): Problem => ({
  code: 'TYPE_MISMATCH',
  at,
  message: `${what} "${value}" is a column of sketches (${type}), which are no values.`,
  hint: `${MERGE_OF[type].toUpperCase()} merges them; nothing else reads them.`,
});
