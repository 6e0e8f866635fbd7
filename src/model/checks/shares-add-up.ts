import type { Scalar } from '../../expressions/scalar.js';
import type { Problem } from '../../problems/problem.js';
import type { Metric, Model } from '../model.js';
import type { Check } from './checks.js';

/** Groups of a share add up to 1 only where the groups of its input add up to the whole. */
export const sharesAddUp: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    const input = metric.kind === 'share' ? model.metrics.get(metric.input) : undefined;
    const why = input && whyNotAdditive(model, input);
    if (input === undefined || why === null || why === undefined) return [];
    return [
      {
        code: 'SHARE_OF_NON_ADDITIVE',
        severity: 'warning',
        at: metric.at,
        message: `"${metric.name}" is a share of "${input.name}", whose groups do not add up to the whole: ${why}.`,
        hint: 'Take the share of a sum or a count.',
      },
    ];
  });

/** Null where groups add up, as far as the definition tells. */
function whyNotAdditive(model: Model, metric: Metric): string | null {
  const below = (name: string): string | null => {
    const input = model.metrics.get(name);
    return input === undefined ? null : whyNotAdditive(model, input);
  };
  switch (metric.kind) {
    case 'simple':
      return whyNotLinear(metric.value, () => null);
    case 'derived':
      return whyNotLinear(metric.value, (name) => below(metric.inputs.get(name)?.metric ?? ''));
    case 'cumulative':
      return below(metric.input);
    case 'conversion':
      return metric.calculation === 'count' ? null : `"${metric.name}" is a ${metric.calculation}`;
    case 'funnel':
      if (metric.calculation !== 'count') return `"${metric.name}" is a ${metric.calculation}`;
      return metric.counts === 'starts' ? null : `an entity may be in several groups of "${metric.name}"`;
    case 'multi_stage':
      return metric.aggregate === 'sum'
        ? below(metric.input)
        : `"${metric.name}" takes the ${metric.aggregate} of ${metric.grain}s`;
    default:
      return `"${metric.name}" is a ${metric.kind}`;
  }
}

const ADD_UP: ReadonlySet<string> = new Set(['count', 'sum']);

/** Sums of what adds up, times constants, add up; a NULL in place of a number changes nothing here. */
function whyNotLinear(scalar: Scalar, ofInput: (name: string) => string | null): string | null {
  if (scalar.kind === 'aggregate')
    return ADD_UP.has(scalar.name) ? null : `${scalar.name.replaceAll('_', ' ')} does not`;
  if (scalar.kind === 'column') return ofInput(scalar.column);
  if (scalar.kind !== 'call') return null;
  const varying = scalar.args.filter((arg) => !isConstant(arg));
  const [only] = varying;
  if (only === undefined) return null;
  switch (scalar.name) {
    case '+':
    case '-':
    case 'negate':
    case 'cast':
    case 'coalesce':
      return firstReason(varying.map((arg) => whyNotLinear(arg, ofInput)));
    case '*':
      return varying.length === 1 ? whyNotLinear(only, ofInput) : 'it is a product';
    case '/':
      return varying.length === 1 && scalar.args[0] === only ? whyNotLinear(only, ofInput) : 'it is a quotient';
    default:
      return null; // not known: better silent than wrong
  }
}

const firstReason = (reasons: readonly (string | null)[]): string | null =>
  reasons.find((reason) => reason !== null) ?? null;

const isConstant = (scalar: Scalar): boolean =>
  scalar.kind === 'literal' || (scalar.kind === 'call' && scalar.args.length > 0 && scalar.args.every(isConstant));
