import type { RollupDefinition } from '../../definitions/definitions.js';
import { listNames } from '../../problems/did-you-mean.js';
import type { Place, Problem } from '../../problems/problem.js';
import { isBelowDay, rollsUp } from '../../time/grain.js';
import { simpleMetricsBelow } from '../below.js';
import type { Model, Rollup } from '../model.js';
import type { Check } from './checks.js';
import { ofEachRollup } from './rollups.js';

/** The periods of a rollup are of one time; its partitions are made of them, and its watermark rests on when rows land. */
export const rollupTimesFit: Check = (model, definitions) =>
  ofEachRollup(model, definitions, ({ dataset, rollup, definition }): readonly Problem[] => {
    const name = `Rollup "${rollup.name}"`;
    const say = (at: Place, message: string, hint: string): Problem => ({
      code: 'ROLLUP_TIME',
      at,
      message: `${name} ${message}`,
      hint,
    });
    const { grain, partition, late, lag } = definition;
    if (grain === undefined)
      return [partition, late, lag?.value === 'to_watermark' ? lag : undefined].flatMap((each) =>
        each === undefined ? [] : [say(each.at, 'has no periods to tell apart.', 'Say grain: day.')],
      );
    const times = timesOf(model, rollup);
    const [time] = times;
    if (times.length !== 1 || time == null)
      return [
        say(
          grain.at,
          times.length > 1
            ? `holds metrics of different times: ${listNames(times.map(String))}.`
            : `has periods of ${grain.value}s, and its metrics have no time.`,
          times.length > 1 ? 'Make a rollup for each time.' : `Give "${dataset.name}" a time:, or leave grain: out.`,
        ),
      ];
    const type = dataset.dimensions.get(time)?.type;
    return [
      ...(type === 'date' && isBelowDay(grain.value)
        ? [say(grain.at, `has periods of ${grain.value}s, and "${time}" is a date.`, 'Say grain: day.')]
        : []),
      ...partitionProblems(definition, say),
      ...(lag?.value === 'to_watermark' && late === undefined
        ? [say(lag.at, 'has a watermark only where it is said how late rows land.', 'Say refresh: {late: 3 days}.')]
        : []),
    ];
  });

type Say = (at: Place, message: string, hint: string) => Problem;

function partitionProblems({ grain, partition }: RollupDefinition, say: Say): readonly Problem[] {
  if (grain === undefined || partition === undefined || rollsUp(grain.value, partition.value)) return [];
  return [
    say(
      partition.at,
      `is partitioned by the ${partition.value}, which is not made of whole ${grain.value}s.`,
      grain.value === 'week' ? 'Partition by the week.' : 'Partition by a grain that is as coarse, or coarser.',
    ),
  ];
}

const timesOf = (model: Model, { metrics }: Rollup): readonly (string | null)[] => [
  ...new Set(
    metrics.flatMap((name) => {
      const metric = model.metrics.get(name);
      return metric === undefined ? [] : simpleMetricsBelow(model, metric).map(({ time }) => time);
    }),
  ),
];
