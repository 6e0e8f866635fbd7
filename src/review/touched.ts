import { tablesRead } from '../expressions/select.js';
import type { Metric, Model, View } from '../model/model.js';
import { findPath, isProblem } from '../model/path.js';
import { namesOf } from '../schema/names.js';
import type { Change, Touched } from './change.js';
import type { Movement } from './movement.js';
import { namesBelow } from './names-below.js';
import { tablesBelow } from './probes.js';
import { datasetsFrom } from './reach.js';

/** Finds whom a change touches, in the model that still has the thing. What is new or only worded touches nobody. */
export function touchedBy(model: Model, movement: Movement): (change: Change) => Touched {
  const standing = dependents(model);
  const reach = new Map([...model.datasets.keys()].map((name) => [name, datasetsFrom(model, name)]));
  return (change) => {
    const { metrics, breakdowns } =
      change.class === 'additive' || change.class === 'wording'
        ? { metrics: [], breakdowns: [] }
        : change.subject === 'metric'
          ? { metrics: standing(change.name).filter((name) => isTouched(change, name, movement)), breakdowns: [] }
          : over(model, change, movement, reach);
    const views = change.class === 'additive' || change.class === 'wording' ? [] : viewsOf(model, change, metrics);
    const owners = [
      change.owner,
      ...[...metrics, ...breakdowns].map((name) => model.metrics.get(name)?.owner),
      ...views.map((name) => model.views.get(name)?.owner),
    ];
    return { metrics, breakdowns, views, owners: [...new Set(owners.filter((owner) => owner != null))] };
  };
}

const isTouched = (change: Change, name: string, { moved }: Movement): boolean =>
  change.class === 'breaking' || moved.has(name);

/** Metrics that read the rows of a dataset, and those that are only grouped over it. */
function over(
  model: Model,
  { subject, name }: Change,
  { moved }: Movement,
  reach: ReadonlyMap<string, ReadonlySet<string>>,
): Pick<Touched, 'metrics' | 'breakdowns'> {
  if (subject === 'spine') return { metrics: [...moved], breakdowns: [] };
  const dataset = model.datasets.get(name.split('.')[0] ?? '');
  if (dataset === undefined || subject === 'view' || subject === 'graphql') return { metrics: [], breakdowns: [] };
  const rows = dataset.select === null ? [dataset.table ?? ''] : tablesRead(dataset.select);
  const reaching = [...model.metrics.values()].filter(({ datasets }) =>
    subject === 'segment'
      ? datasets.includes(dataset.name)
      : datasets.some((each) => reach.get(each)?.has(dataset.name)),
  );
  const reads = (metric: Metric): boolean =>
    moved.has(metric.name) && tablesBelow(model, metric).some((table) => rows.includes(table));
  return {
    metrics: reaching.filter(reads).map((metric) => metric.name),
    breakdowns: reaching.filter((metric) => !reads(metric)).map((metric) => metric.name),
  };
}

function viewsOf(model: Model, { subject, name }: Change, metrics: readonly string[]): readonly string[] {
  const [first = ''] = name.split('.');
  return [...model.views.values()]
    .filter((view) =>
      subject === 'view'
        ? view.name === first
        : subject === 'graphql'
          ? namesOf(view).field === name
          : view.metrics.some((each) => metrics.includes(each) || (subject === 'metric' && each === name)) ||
            (subject !== 'metric' && passes(model, view, name)),
    )
    .map((view) => view.name);
}

/** Whether a dimension of the view goes over a dataset, a link (plays.member) or ends in a dimension (members.country). */
const passes = (model: Model, view: View, name: string): boolean =>
  [...view.dimensions.values()].some(({ paths }) =>
    [...paths].some(([dataset, text]) => {
      const path = findPath(model, dataset, text);
      if (isProblem(path)) return false;
      const passed = [dataset, ...path.links.map(({ to }) => to)];
      const steps = path.links.map((link, index) => `${passed[index]}.${link.name}`);
      return [...passed, ...steps, `${passed.at(-1)}.${path.dimension?.name}`].includes(name);
    }),
  );

/** The metrics that stand on a metric, over any number of steps: by inputs, by what they match, by METRIC() in conditions. */
function dependents(model: Model): (metric: string) => readonly string[] {
  const above = new Map<string, string[]>();
  for (const metric of model.metrics.values())
    for (const below of new Set(namesBelow(metric))) above.set(below, [...(above.get(below) ?? []), metric.name]);
  return (metric) => {
    const found = new Set<string>();
    const visit = (name: string): void => {
      for (const each of above.get(name) ?? [])
        if (!found.has(each)) {
          found.add(each);
          visit(each);
        }
    };
    visit(metric);
    found.delete(metric);
    return [...found];
  };
}
