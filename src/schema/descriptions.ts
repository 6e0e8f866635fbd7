import type { Dimension, Metric, Model, View, ViewDimension } from '../model/model.js';

/** What GraphQL shows of a metric: its description (or label), unit and owner. */
export const describeMetric = (metric: Metric): string =>
  sentences(
    metric.description ?? metric.label,
    metric.unit && `Unit: ${metric.unit}.`,
    metric.owner && `Owner: ${metric.owner}.`,
    (metric.state === 'draft' || metric.state === 'certified') && `State: ${metric.state}.`,
  );

/** A view's own words for a dimension, else those of the dimension at the end of its first path, with its values. */
export function describeDimension(model: Model, dimension: ViewDimension): string {
  const [start] = dimension.paths;
  const end = start && endOf(model, start[0], start[1]);
  const paths = [...new Set(dimension.paths.values())].join(', ');
  return sentences(
    dimension.description ?? end?.description ?? end?.label ?? null,
    end?.values && `One of: ${end.values.slice(0, 20).join(', ')}${end.values.length > 20 ? ', …' : ''}.`,
    `Path: ${paths}.`,
  );
}

export const describeView = (view: View): string =>
  sentences(view.description ?? view.label, view.owner && `Owner: ${view.owner}.`);

function endOf(model: Model, dataset: string, path: string): Dimension | undefined {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let here = model.datasets.get(dataset);
  for (const step of steps) here = model.datasets.get(here?.links.get(step)?.to ?? '');
  return here?.dimensions.get(last);
}

const sentences = (...parts: (string | null | undefined | false | '')[]): string => parts.filter(Boolean).join('\n');
