import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** Who certifies a metric says who vouches for it, and for what. */
export const certifiedIsComplete: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    if (metric.state !== 'certified') return [];
    const missing = (['owner', 'description'] as const).filter((key) => !metric[key]);
    if (missing.length === 0) return [];
    return [
      {
        code: 'CERTIFIED_INCOMPLETE',
        at: metric.at,
        message: `"${metric.name}" is certified, and has no ${missing.join(' and no ')}.`,
        hint: `Say ${missing.map((key) => `${key}:`).join(' and ')}, or leave the state out.`,
      },
    ];
  });
