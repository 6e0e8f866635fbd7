import type { Problem } from '../../problems/problem.js';
import { inputsOf, matchedBy } from '../below.js';
import type { Metric, Model } from '../model.js';
import type { Check } from './checks.js';

/** What a certified metric is made of may neither change nor go. */
export const certifiedIsStable: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    if (metric.state !== 'certified') return [];
    const unstable = allBelow(model, metric).find(({ state }) => state === 'draft' || state === 'deprecated');
    if (unstable === undefined) return [];
    const is = unstable.state === 'draft' ? 'a draft' : 'deprecated';
    return [
      {
        code: 'CERTIFIED_ON_UNSTABLE',
        severity: 'warning',
        at: metric.at,
        message: `"${metric.name}" is certified, and built on "${unstable.name}", which is ${is}.`,
        hint:
          unstable.state === 'draft'
            ? `Certify "${unstable.name}" first.`
            : `Build it on ${unstable.deprecated?.use ? `"${unstable.deprecated.use}"` : 'another metric'}.`,
      },
    ];
  });

/** Nearest first, each once. */
function allBelow(model: Model, metric: Metric): readonly Metric[] {
  const found = new Set<Metric>();
  let front: readonly Metric[] = [metric];
  while (front.length > 0) {
    const names = front.flatMap((each) => [...inputsOf(each).map((below) => below.metric), ...matchedBy(each)]);
    front = [...new Set(names)].flatMap((name) => model.metrics.get(name) ?? []).filter((each) => !found.has(each));
    for (const each of front) found.add(each);
  }
  return [...found];
}
