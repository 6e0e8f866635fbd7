import { printSyntax } from '../../../expressions/print-syntax.js';
import { namesIn, readSql } from '../../expression.js';
import { inputKeys } from '../metrics.js';
import type { ImportKind } from './kinds.js';

/** Arithmetic over metrics, under their names or aliases. */
export const derived: ImportKind = (metrics, { type_params: { expr, metrics: inputs } }, origin) => {
  const { report } = metrics.world;
  if (!expr || !inputs || inputs.length === 0) return report.loss(origin, 'It has no expr, or no metrics.');
  const syntax = readSql(expr, origin, report);
  const read = inputs.map((input) => ({ as: input.alias ?? input.name, ...inputKeys(metrics, input, origin) }));
  if (syntax === undefined) return undefined;
  const named = new Map<string, string | Record<string, unknown>>();
  for (const { as, keys, of } of read) {
    if (keys === undefined || of === undefined) return undefined;
    if (named.has(as)) return report.loss(origin, `Two of its inputs are called "${as}".`);
    named.set(as, keys);
  }
  const used = namesIn(syntax).map((path) => path.join('.'));
  const unknown = used.find((name) => !named.has(name));
  if (unknown !== undefined) return report.loss(origin, `Its expr names "${unknown}", which is none of its inputs.`);
  const isPlain = [...named].every(([as, keys]) => as === keys);
  const all = read.flatMap(({ of }) => (of ? [of] : []));
  const [first] = all;
  if (first === undefined) return undefined;
  return {
    home: first.home,
    keys: {
      expression: printSyntax(syntax),
      ...(!isPlain && { inputs: Object.fromEntries([...named].filter(([as]) => used.includes(as))) }),
    },
    below: all.flatMap(({ below }) => below),
    moves: all.some(({ moves }) => moves) || inputs.some((each) => each.offset_window || each.offset_to_grain),
  };
};
