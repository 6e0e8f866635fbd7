import { inputsOf } from '../../model/below.js';
import type { Filter, Metric, Model } from '../../model/model.js';
import { type Read, readDimension, readScalar, tablesBelow } from './columns.js';
import { metricsBelow } from './metrics-below.js';

export interface LineageNode {
  /** `metric plays`: two things of one name differ. */
  readonly id: string;
  readonly kind: 'metric' | 'dataset' | 'table';
  readonly name: string;
  /** Of a table: the columns that are read. */
  readonly columns: readonly string[];
}

/** What a metric is made of, in layers: metrics (each below those that need it), then datasets, then tables. */
export interface Lineage {
  readonly layers: readonly (readonly LineageNode[])[];
  /** Between ids, each once. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export function lineageOf(model: Model, metric: Metric): Lineage {
  const depths = depthsBelow(model, metric);
  const edges = new Map<string, { readonly from: string; readonly to: string }>();
  const join = (from: string, to: string): void => void edges.set(`${from} ${to}`, { from, to });
  const metrics: LineageNode[][] = [];
  const columns: Read = new Map();
  for (const [name, depth] of depths) {
    const here = model.metrics.get(name);
    if (here === undefined) continue;
    const { id } = place(metrics, depth, nodeOf('metric', name));
    for (const below of metricsBelow(here)) if (depths.has(below)) join(id, idOf('metric', below));
    for (const [dataset, names] of readsOf(model, here)) {
      join(id, idOf('dataset', dataset));
      columns.set(dataset, new Set([...(columns.get(dataset) ?? []), ...names]));
    }
  }
  const tables: Read = new Map();
  for (const [name, names] of columns) {
    const dataset = model.datasets.get(name);
    for (const [table, its] of dataset ? tablesBelow(dataset, names) : []) {
      join(idOf('dataset', name), idOf('table', table));
      tables.set(table, new Set([...(tables.get(table) ?? []), ...its]));
    }
  }
  const layers = [
    ...metrics,
    [...columns.keys()].map((name) => nodeOf('dataset', name)),
    [...tables].map(([name, names]) => nodeOf('table', name, [...names].sort())),
  ];
  return { layers: layers.filter((layer) => layer.length > 0), edges: [...edges.values()] };
}

const idOf = (kind: LineageNode['kind'], name: string): string => `${kind} ${name}`;
const nodeOf = (kind: LineageNode['kind'], name: string, columns: readonly string[] = []): LineageNode => ({
  id: idOf(kind, name),
  kind,
  name,
  columns,
});

function place(layers: LineageNode[][], depth: number, node: LineageNode): LineageNode {
  while (layers.length <= depth) layers.push([]);
  layers[depth]?.push(node);
  return node;
}

/** How far below each metric is, by its longest way, so that every line leads on. */
function depthsBelow(model: Model, top: Metric): ReadonlyMap<string, number> {
  const depths = new Map<string, number>([[top.name, 0]]);
  let front = [top.name];
  for (let depth = 1; front.length > 0 && depth <= model.metrics.size; depth++) {
    const next = new Set(
      front.flatMap((name) => {
        const metric = model.metrics.get(name);
        return metric ? metricsBelow(metric).filter((below) => model.metrics.has(below)) : [];
      }),
    );
    for (const name of next) depths.set(name, depth);
    front = [...next];
  }
  return depths;
}

/** The columns that a metric itself reads, those of its inputs left to them: formula, conditions, time, and whom it matches. */
function readsOf(model: Model, metric: Metric): Read {
  const read: Read = new Map();
  const conditions = (filter: Filter | null): void => {
    for (const [name, condition] of filter ?? []) {
      const dataset = model.datasets.get(name);
      if (dataset) readScalar(model, dataset, condition, read);
    }
  };
  const dimensions = (dataset: string, names: readonly (string | null)[]): void => {
    const found = model.datasets.get(dataset);
    for (const name of names) if (found && name !== null) readDimension(model, found, name, read);
  };
  conditions(metric.where);
  for (const { where } of inputsOf(metric)) conditions(where);
  if (metric.kind === 'simple') {
    const { dataset, value, time, semiAdditive } = metric;
    const of = model.datasets.get(dataset);
    read.set(dataset, read.get(dataset) ?? new Set());
    if (of) readScalar(model, of, value, read);
    dimensions(dataset, [time, ...(semiAdditive ? [semiAdditive.over, ...semiAdditive.per] : [])]);
  }
  if (metric.kind === 'conversion' || metric.kind === 'funnel')
    for (const step of metric.kind === 'funnel' ? metric.steps : [metric.base, metric.conversion])
      for (const dataset of model.metrics.get(step)?.datasets ?? [])
        dimensions(dataset, [metric.entity, ...metric.constant]);
  return read;
}
