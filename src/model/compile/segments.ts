import type { DatasetDefinition } from '../../definitions/definitions.js';
import type { Scalar } from '../../expressions/scalar.js';
import { metricNamed } from '../aliases.js';
import type { Model } from '../model.js';
import type { Problems } from '../problems.js';
import { checkName } from './aliases.js';
import { bindCondition, isScalar } from './scope.js';

/** Segments speak of paths, so they are bound once every dataset is known. */
export function compileSegments(model: Model, definition: DatasetDefinition, today: string, problems: Problems): void {
  const dataset = model.datasets.get(definition.name.value);
  if (dataset === undefined || dataset.at !== definition.name.at) return;
  const segments = dataset.segments as Map<string, Scalar>;
  for (const segment of definition.segments) {
    const bound = bindCondition(model, dataset, segment.where, (name, offset) => {
      const metric = metricNamed(model, name);
      if (metric) checkName(metric, { value: name, at: segment.where.placeOf(offset) }, today, problems);
      return metric;
    });
    if (isScalar(bound)) segments.set(segment.name.value, bound);
    else problems.add(bound);
  }
}
