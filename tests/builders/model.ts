import type { DataType } from '../../src/expressions/data-type.js';
import { column } from '../../src/expressions/scalar.js';
import type {
  Dataset,
  DerivedMetric,
  Dimension,
  Link,
  Metric,
  Model,
  RatioMetric,
  SimpleMetric,
  Spine,
  View,
  ViewDimension,
} from '../../src/model/model.js';
import { findPath, isProblem } from '../../src/model/path.js';
import type { Problem } from '../../src/problems/problem.js';

/** Small hand-built models: a dataset, a metric or a view in three lines each. */

const described = {
  description: null,
  owner: null,
  tags: [],
  state: null,
  deprecated: null,
  tier: null,
  domain: null,
} as const;
export const at = { file: 'metrics/test.yaml', line: 1, column: 1 } as const;

type LinkSpec = string | (Partial<Link> & { readonly to: string });

interface DatasetSpec extends Partial<Omit<Dataset, 'name' | 'columns' | 'links' | 'dimensions' | 'segments'>> {
  readonly columns: Readonly<Record<string, DataType>>;
  readonly links?: Readonly<Record<string, LinkSpec>>;
  readonly dimensions?: Readonly<Record<string, Partial<Dimension>>>;
  readonly segments?: readonly string[];
}

/** Each column is a dimension; `links: {member: 'members'}` is many-to-one over member_id. */
export function dataset(name: string, spec: DatasetSpec): Dataset {
  const { columns, links = {}, dimensions = {}, segments = [], ...rest } = spec;
  return {
    ...described,
    name,
    label: name,
    table: name,
    select: null,
    key: [],
    time: null,
    partitions: [],
    at,
    ...rest,
    columns: new Map(Object.entries(columns)),
    links: new Map(Object.entries(links).map(([role, link]) => [role, linkOf(role, link)])),
    dimensions: new Map(
      Object.entries(columns).map(([dimension, type]) => [
        dimension,
        {
          ...described,
          name: dimension,
          label: dimension,
          type,
          expression: column('', dimension, type),
          values: null,
          hidden: false,
          ...dimensions[dimension],
        },
      ]),
    ),
    segments: new Map(segments.map((segment) => [segment, column('', segment, 'boolean')])),
    rollups: new Map(),
  };
}

const linkOf = (name: string, link: LinkSpec): Link => ({
  name,
  kind: 'many_to_one',
  join: 'left',
  default: null,
  during: null,
  on: [{ own: `${name}_id`, its: `${name}_id` }],
  ...(typeof link === 'string' ? { to: link } : link),
});

const metricBase = (name: string) => ({
  ...described,
  name,
  label: name,
  aliases: new Map(),
  unit: null,
  format: null,
  where: null,
  at,
});

export const metric = (name: string, of: string, more: Partial<SimpleMetric> = {}): SimpleMetric => ({
  ...metricBase(name),
  kind: 'simple',
  type: 'integer',
  dataset: of,
  datasets: [of],
  empty: null,
  time: null,
  dense: false,
  semiAdditive: null,
  value: { kind: 'aggregate', name: 'count', args: [], type: 'integer' },
  ...more,
});

const input = (name: string) => ({ metric: name, where: null, offset: null, atStartOf: null });

export const ratio = (
  name: string,
  numerator: Metric,
  denominator: Metric,
  more: Partial<RatioMetric> = {},
): RatioMetric => ({
  ...metricBase(name),
  kind: 'ratio',
  type: 'double',
  datasets: [...new Set([...numerator.datasets, ...denominator.datasets])],
  numerator: input(numerator.name),
  denominator: input(denominator.name),
  ...more,
});

export const derived = (name: string, inputs: readonly Metric[], more: Partial<DerivedMetric> = {}): DerivedMetric => ({
  ...metricBase(name),
  kind: 'derived',
  type: 'double',
  datasets: [...new Set(inputs.flatMap(({ datasets }) => datasets))],
  value: column('input', inputs[0]?.name ?? '', 'double'),
  inputs: new Map(inputs.map((each) => [each.name, input(each.name)])),
  ...more,
});

interface ViewSpec extends Partial<Omit<View, 'name' | 'dimensions'>> {
  readonly metrics: readonly string[];
  /** Name to a path of each dataset; `type` is looked up in the model. */
  readonly dimensions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface ViewDraft {
  readonly name: string;
  readonly spec: ViewSpec;
}

export const view = (name: string, spec: ViewSpec): ViewDraft => ({ name, spec });

interface Parts {
  readonly datasets: readonly Dataset[];
  readonly metrics?: readonly Metric[];
  readonly views?: readonly ViewDraft[];
  readonly spines?: readonly Spine[];
  readonly refused?: Readonly<Record<string, Problem>>;
}

export function model({ datasets, metrics = [], views = [], spines = [], refused = {} }: Parts): Model {
  const base: Model = {
    datasets: new Map(datasets.map((each) => [each.name, each])),
    metrics: new Map(metrics.map((each) => [each.name, each])),
    views: new Map(),
    spines,
    aliases: new Map(),
    refused: new Map(Object.entries(refused)),
  };
  return { ...base, views: new Map(views.map((draft) => [draft.name, viewOf(base, draft)])) };
}

function viewOf(base: Model, { name, spec: { metrics, dimensions = {}, ...rest } }: ViewDraft): View {
  const dimensionOf = (dimension: string, paths: Readonly<Record<string, string>>): ViewDimension => {
    const [start] = Object.entries(paths);
    const found = start && findPath(base, ...start);
    if (found === undefined || isProblem(found)) throw new Error(`${dimension}: ${found?.message}`);
    return { name: dimension, paths: new Map(Object.entries(paths)), type: found.type, description: null };
  };
  return {
    ...described,
    name,
    label: name,
    at,
    metrics,
    formerNames: [],
    ...rest,
    dimensions: new Map(
      Object.entries(dimensions).map(([dimension, paths]) => [dimension, dimensionOf(dimension, paths)]),
    ),
  };
}
