import type { Call, Scalar } from '../../expressions/scalar.js';
import type { Problem } from '../../problems/problem.js';
import type { DerivedMetric, Model } from '../model.js';
import type { Check } from './checks.js';

/** Hours are not added to dollars. Only where both sides say their unit: a number has any, a product none that is known. */
export const unitsAgree: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    if (metric.kind !== 'derived') return [];
    const clashes: [string, string][] = [];
    unitOf(metric.value, metric, model, clashes);
    const [clash] = clashes;
    if (clash === undefined) return [];
    return [
      {
        code: 'UNIT_MISMATCH',
        severity: 'warning',
        at: metric.at,
        message: `"${metric.name}" takes ${clash[0]} and ${clash[1]} together.`,
        hint: 'Bring both to one unit first, or mend unit: of the metrics.',
      },
    ];
  });

/** Their operands have one unit, which for + and - is the result's. */
const ALIKE: ReadonlySet<string> = new Set(['+', '-', '=', '<>', '<', '<=', '>', '>=']);
/** Their result has the unit of what they are given. */
const KEEPS: ReadonlySet<string> = new Set([
  'coalesce',
  'nullif',
  'greatest',
  'least',
  'abs',
  'round',
  'floor',
  'ceil',
  'cast',
  'negate',
]);

/** Null where it is not known, or any will do. */
function unitOf(scalar: Scalar, metric: DerivedMetric, model: Model, clashes: [string, string][]): string | null {
  if (scalar.kind === 'column') return model.metrics.get(metric.inputs.get(scalar.column)?.metric ?? '')?.unit ?? null;
  return scalar.kind === 'call' ? unitOfCall(scalar, metric, model, clashes) : null;
}

function unitOfCall(
  { name, args }: Call,
  metric: DerivedMetric,
  model: Model,
  clashes: [string, string][],
): string | null {
  const units = args.map((arg) => unitOf(arg, metric, model, clashes));
  const known = [...new Set(units.filter((unit) => unit !== null))];
  const [first, second] = known;
  if (ALIKE.has(name) && first !== undefined && second !== undefined) clashes.push([first, second]);
  const keeps = name === '+' || name === '-' || KEEPS.has(name);
  return keeps && known.length === 1 ? (first ?? null) : null;
}
