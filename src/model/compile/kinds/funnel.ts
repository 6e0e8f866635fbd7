import type { FunnelMetricDefinition, FunnelPathDefinition } from '../../../definitions/definitions.js';
import { all, column } from '../../../expressions/scalar.js';
import { didYouMean } from '../../../problems/did-you-mean.js';
import type { Located } from '../../../problems/problem.js';
import type { Filter, FunnelMetric } from '../../model.js';
import { type MetricContext, refused, simpleMetric } from '../metric-context.js';
import { checkEvents, notSemiAdditive, timeToConvert, windowOf } from './events.js';
import { base } from './expression.js';

type Path = Pick<FunnelMetric, 'steps' | 'entity' | 'constant' | 'window' | 'counts' | 'datasets' | 'where'>;

/** How many get from a first event to a later step. Groups and conditions are those of the first step's dataset. */
export function compileFunnel(definition: FunnelMetricDefinition, context: MetricContext): FunnelMetric {
  const path = 'of' in definition.path ? pathOf(definition.path.of, context) : newPath(definition.path, context);
  const step = placeOf(definition, path.steps, context);
  const type = definition.calculation === 'count' ? 'integer' : 'double';
  const own = base(definition, column('input', definition.name.value, type), path.datasets, context);
  return {
    kind: 'funnel',
    ...own,
    ...path,
    where: both(path.where, own.where),
    step,
    from: definition.from === 'previous' ? step - 1 : 0,
    calculation: definition.calculation,
    time: timeToConvert(definition.time),
  };
}

function newPath(definition: FunnelPathDefinition, context: MetricContext): Path {
  const steps = definition.steps.map(({ value, at }) =>
    notSemiAdditive(simpleMetric(context, value, at, 'step of a funnel'), at),
  );
  for (const [index, { value, at }] of definition.steps.entries())
    if (steps.findIndex(({ name }) => name === steps[index]?.name) < index)
      refused({
        code: 'DUPLICATE_NAME',
        at,
        message: `"${value}" is a step twice, and a row of it would follow itself.`,
        hint: 'Name a metric that counts the later events alone.',
      });
  checkEvents(steps, [definition.entity, ...definition.constant], context);
  return {
    steps: steps.map(({ name }) => name),
    entity: definition.entity.value,
    constant: definition.constant.map(({ value }) => value),
    window: windowOf(definition.window),
    counts: definition.counts,
    datasets: steps.slice(0, 1).map(({ dataset }) => dataset),
    where: null,
  };
}

function pathOf({ value, at }: Located<string>, context: MetricContext): Path {
  const funnel = context.metric(value, at);
  if (funnel.kind !== 'funnel')
    return refused({ code: 'TYPE_MISMATCH', at, message: `"${value}" is no funnel.`, hint: 'Say its own steps:.' });
  const { steps, entity, constant, window, counts, datasets, where } = funnel;
  return { steps, entity, constant, window, counts, datasets, where };
}

function placeOf(
  { step, calculation, name }: FunnelMetricDefinition,
  steps: readonly string[],
  context: MetricContext,
): number {
  const named = step && (context.isMetric(step.value) ? context.metric(step.value, step.at).name : step.value);
  const place = named === undefined ? steps.length - 1 : steps.indexOf(named);
  if (step !== undefined && place < 0)
    refused({
      code: 'UNKNOWN_METRIC',
      at: step.at,
      message: `"${step.value}" is no step of the funnel.`,
      hint: didYouMean(step.value, steps) ?? `Its steps are ${steps.join(', ')}.`,
    });
  if (place === 0 && calculation !== 'count')
    refused({
      code: 'INVALID_DEFINITION',
      at: step?.at ?? name.at,
      message: `The first step has no ${calculation}: there is none before it.`,
      hint: 'Say calculation: count, or a later step.',
    });
  return place;
}

/** A path that is taken over keeps its own condition. */
function both(a: Filter | null, b: Filter | null): Filter | null {
  if (a === null || b === null) return a ?? b;
  return new Map(
    [...a].map(([dataset, where]) => {
      const more = b.get(dataset);
      return [dataset, more === undefined ? where : all([where, more])];
    }),
  );
}
