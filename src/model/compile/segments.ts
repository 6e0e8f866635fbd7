import type { DatasetDefinition } from '../../definitions/definitions.js';
import type { Scalar } from '../../expressions/scalar.js';
import { isSamePlace } from '../../problems/problem.js';
import { metricNamed } from '../aliases.js';
import type { Dataset, Model } from '../model.js';
import type { Problems } from '../problems.js';
import { checkName } from './aliases.js';
import { bindCondition, isScalar } from './scope.js';

/** The dataset with its segments, null where it has none. They speak of paths, so they are bound once every dataset is known. */
export function compileSegments(
  model: Model,
  definition: DatasetDefinition,
  today: string,
  problems: Problems,
): Dataset | null {
  const dataset = model.datasets.get(definition.name.value);
  if (dataset === undefined || !isSamePlace(dataset.at, definition.name.at) || definition.segments.length === 0)
    return null;
  const segments = new Map<string, Scalar>();
  for (const segment of definition.segments) {
    const bound = bindCondition(model, dataset, segment.where, (name, offset) => {
      const metric = metricNamed(model, name);
      if (metric) checkName(metric, { value: name, at: segment.where.placeOf(offset) }, today, problems);
      return metric;
    });
    if (isScalar(bound)) segments.set(segment.name.value, bound);
    else problems.add(bound);
  }
  return { ...dataset, segments };
}
