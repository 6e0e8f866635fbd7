import type { Metric, Model, View } from '../../model/model.js';
import { namesOf, pascalCase } from '../../schema/names.js';

/** Questions that this project can answer, the first one first: for the tabs of GraphiQL and the words at the start. */
export function exampleQueries(model: Model): string[] {
  const [view] = [...model.views.values()].sort((a, b) => b.metrics.length - a.metrics.length);
  const metric = model.metrics.get(view?.metrics[0] ?? '') ?? [...model.metrics.values()][0];
  return [
    ...(view ? [viewQuery(view)] : []),
    ...(metric ? [queryByNames(model, metric), metricQuery(model, metric)] : []),
    catalogueQuery(),
  ];
}

function viewQuery(view: View): string {
  const names = namesOf(view);
  const dimension = [...names.dimensions.keys()][0];
  const metrics = [...names.metrics.keys()].slice(0, 3);
  const order = metrics[0] === undefined ? '' : `(orderBy: {by: ${metrics[0]}, direction: DESC}, limit: 10)`;
  return `# The view "${view.name}": what you select is grouped by.
query ${pascalCase(view.name)} {
  ${names.field}${order} {
    rows { ${[...(dimension === undefined ? [] : [dimension]), ...metrics].join(' ')} }
  }
}
`;
}

function queryByNames(model: Model, metric: Metric): string {
  const dimension = dimensionOf(model, metric);
  const groups =
    dimension === undefined
      ? ''
      : `
    dimensions: [{path: "${dimension}"}]
    orderBy: [{by: "${metric.name}", direction: DESC}]
    limit: 10`;
  return `# By names, as tools ask, with the proof of the numbers.
query ${pascalCase(metric.name)} {
  query(input: {
    metrics: ["${metric.name}"]${groups}
  }) {
    columns { name type unit values }
    proof { sql tables answeredAt }
  }
}
`;
}

function metricQuery(model: Model, metric: Metric): string {
  const dimension = dimensionOf(model, metric);
  return `# One metric, by its handle.
query One${pascalCase(metric.name)} {
  metric(name: "${metric.name}") {
    label description owner
    value${dimension === undefined ? '' : `\n    breakdown(by: "${dimension}", top: 5) { member value share }`}
  }
}
`;
}

const catalogueQuery = () => `# What can be asked here?
query Catalogue {
  metrics(first: 20) {
    totalCount
    nodes { name label description owner }
  }
}
`;

/** A dimension whose values people read: a text that is not hidden, on the metric's own dataset. */
function dimensionOf(model: Model, metric: Metric): string | undefined {
  const dimensions = [...(model.datasets.get(metric.datasets[0] ?? '')?.dimensions.values() ?? [])];
  return dimensions.find(({ type, hidden }) => type === 'text' && !hidden)?.name;
}
