import { readTrees } from './condition-tree.js';
import type { GroupCondition } from './metric-request.js';
import type { MetricConditionInput } from './query-input.js';
import type { Reading } from './reading.js';
import { readTest } from './tests.js';

type TestCondition = Extract<GroupCondition, { kind: 'test' }>;

/** Reads conditions on metrics' values in a group. Their metrics have been looked up before (`metrics.ts`). */
export const readHaving = (
  reading: Reading,
  inputs: readonly MetricConditionInput[],
  at: string,
): readonly GroupCondition[] =>
  readTrees<MetricConditionInput, TestCondition>(inputs, at, {
    problems: reading.problems,
    leafKeys: ['metric', 'is'],
    leafForm: 'metric with is',
    readLeaf: (input, here) => {
      const metric = reading.metrics.get(input.metric ?? '');
      if (input.metric == null || input.is == null)
        return reading.problems.add({
          code: 'INVALID_REQUEST',
          message: `The condition says no ${input.metric == null ? 'metric' : 'test'}.`,
          path: here,
          hint: 'Write {metric: …, is: {gt: …}}.',
        });
      if (metric === undefined) return undefined;
      const test = readTest(reading.problems, input.is, metric.type, input.at ?? `${here}.is`);
      return test && { kind: 'test', metric, test };
    },
  });

/** Names of the metrics in conditions, with the place of each, in reading order. */
export function metricsOfHaving(
  inputs: readonly MetricConditionInput[],
  at: string,
  depth = 0,
): readonly { readonly name: string; readonly at: string }[] {
  if (depth > 60) return [];
  return inputs.flatMap((input, index) => {
    const here = input.at ?? `${at}[${index}]`;
    return [
      ...(input.metric == null ? [] : [{ name: input.metric, at: input.at ?? `${here}.metric` }]),
      ...metricsOfHaving(input.any ?? [], `${here}.any`, depth + 1),
      ...metricsOfHaving(input.all ?? [], `${here}.all`, depth + 1),
      ...metricsOfHaving(input.not ? [{ at: `${here}.not`, ...input.not }] : [], here, depth + 1),
    ];
  });
}
