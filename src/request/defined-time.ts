import { inputsOf, matchedBy } from '../model/below.js';
import type { Input, Metric, Model, SimpleMetric } from '../model/model.js';
import type { ProblemList } from './reading.js';

/** Whether all that a metric's own windows, offsets and stages move over has a time; adds the problem where not. */
export function checkDefinedTime(model: Model, problems: ProblemList, metric: Metric, at: string): boolean {
  const without = movedInTime(model, metric).find(
    ({ dataset, time }) => (time ?? model.datasets.get(dataset)?.time ?? null) === null,
  );
  if (without === undefined) return true;
  problems.add({
    code: 'NO_TIME',
    message: `"${metric.name}" goes by time, but "${without.name}" (of "${without.dataset}") has no time.`,
    path: at,
    hint: 'Say time: in the dataset.',
  });
  return false;
}

/** The simple metrics below that a window, an offset, a conversion, a funnel or a stage reads by their own time. */
function movedInTime(model: Model, metric: Metric): readonly SimpleMetric[] {
  const found = new Set<SimpleMetric>();
  const seen = new Set<string>();
  const visit = (here: Metric | undefined, moved: boolean): void => {
    if (here === undefined || seen.has(`${here.name} ${moved}`)) return;
    seen.add(`${here.name} ${moved}`);
    const below = (name: string, moves: boolean): void => visit(model.metrics.get(name), moved || moves);
    switch (here.kind) {
      case 'simple':
        if (moved) found.add(here);
        return;
      case 'ratio':
      case 'derived':
        for (const input of here.kind === 'ratio' ? [here.numerator, here.denominator] : here.inputs.values())
          below(input.metric, isShifted(input));
        return;
      case 'conversion':
      case 'funnel':
        for (const name of matchedBy(here)) below(name, true);
        for (const { metric } of inputsOf(here)) below(metric, true);
        return;
      default:
        for (const input of inputsOf(here))
          below(input.metric, here.kind === 'cumulative' || here.kind === 'multi_stage');
    }
  };
  visit(metric, false);
  return [...found];
}

const isShifted = ({ offset, atStartOf }: Input): boolean => offset !== null || atStartOf !== null;
