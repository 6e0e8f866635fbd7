import { atoms } from './conditions.js';
import type { Answer, Condition, Input, Metric, Model, Place, Query } from './format.js';
import { METRIC_TIME, walk } from './paths.js';
import { sure } from './refused.js';
import { leavesOf } from './scope.js';
import { isFiner } from './spines.js';

/** All rules of the cases' README. */
const OF_THE_CASES: string[] = [
  ['G', 7],
  ['J', 10],
  ['M', 3],
  ['F', 10],
  ['T', 10],
  ['W', 6],
  ['O', 5],
  ['D', 2],
  ['K', 9],
  ['P', 4],
  ['N', 2],
  ['R', 3],
].flatMap(([letter, count]) => Array.from({ length: Number(count) }, (_, i) => `${letter}${i + 1}`));

/** What docs/semantics.md adds to them and generated cases ask. */
const OUR_OWN: readonly string[] = ['D1a', 'D3', 'K5b', 'K5c'];

export const RULES: readonly string[] = [...OF_THE_CASES, ...OUR_OWN];

/** A metric and all metrics below it, and the inputs by which they are reached. */
function below(model: Model, name: string): { metric: Metric; inputs: Input[] }[] {
  const metric = sure(model.metrics[name]);
  const inputs: Input[] =
    metric.kind === 'simple'
      ? []
      : metric.kind === 'ratio'
        ? [metric.numerator, metric.denominator]
        : metric.kind === 'derived'
          ? Object.values(metric.inputs)
          : metric.kind === 'conversion'
            ? [{ metric: metric.base }, { metric: metric.conversion }]
            : metric.kind === 'funnel'
              ? metric.steps.map((step) => ({ metric: step }))
              : [{ metric: metric.input }];
  return [{ metric, inputs }, ...inputs.flatMap((input) => below(model, input.metric))];
}

/** False where the rules leave open which grain is finer. */
function finer(model: Model, a: string, b: string): boolean {
  try {
    return isFiner(model, a, b);
  } catch {
    return false;
  }
}

const hasNot = (conditions: readonly Condition[]): boolean =>
  conditions.some((c) => 'not' in c || ('any' in c && hasNot(c.any)) || ('all' in c && hasNot(c.all)));

/** The rules that a query and its answer exercise, read off the definitions, the query and the rows. */
export function rulesOf(model: Model, query: Query, answer: Answer): string[] {
  const found = new Set<string>();
  const on = (condition: boolean | undefined, ...rules: string[]) => {
    if (condition) for (const rule of rules) found.add(rule);
  };
  const tree = query.metrics.flatMap((name) => below(model, name));
  const metrics = tree.map(({ metric }) => metric);
  const inputs = tree.flatMap((node) => node.inputs);
  const leaves = query.metrics.flatMap((name) => leavesOf(model, name));
  const datasets = [
    ...new Set([...leaves.map((leaf) => leaf.metric.dataset), ...(query.dataset ? [query.dataset] : [])]),
  ];
  const where = query.where ?? [];
  const segments = datasets.flatMap((d) => (query.segments ?? []).flatMap((s) => model.datasets[d]?.segments[s] ?? []));
  const filters = leaves.flatMap((leaf) => leaf.filters);
  const conditions = [...where, ...segments, ...filters];
  const single = atoms(conditions);
  const width = query.dimensions.length;
  const dimensionCells = answer.rows.flatMap((row) => row.slice(0, width));
  const metricCells = answer.rows.flatMap((row) => row.slice(width));
  const grouped = width > 0;
  const aggs = leaves.map((leaf) => leaf.metric.agg);

  on(query.metrics.length > 0, 'G1');
  on(dimensionCells.includes(null), 'G2');
  on(grouped && (query.metrics.length > 1 || filters.length > 0), 'G3');
  on(
    metricCells.some((cell) => cell === null || cell === 0),
    'G4',
  );
  on(leaves.length > 0, 'G5');
  on(grouped && aggs.some((agg) => !['sum', 'count', 'sum_boolean'].includes(agg)), 'G6');
  on(query.metrics.length === 0, 'G7');

  const places: Place[] = [
    ...query.dimensions,
    ...single.flatMap((c): Place[] => ('metric' in c ? [{ path: c.per ?? METRIC_TIME }] : [c])),
  ];
  for (const dataset of datasets) {
    const walks = places.flatMap((place) => {
      const path = place.path ?? place.paths?.[dataset];
      try {
        return path === undefined || path === METRIC_TIME ? [] : [walk(model, dataset, path)];
      } catch {
        return []; // a filter of a metric of another dataset
      }
    });
    const links = new Map(
      walks.flatMap((w) => (w.own === undefined ? w.links : [])).map((step) => [step.prefix, step.link]),
    );
    const targets = [...links.values()].map((link) => link.to);
    on(links.size > 0, 'J1');
    on(new Set(targets).size < targets.length || targets.includes(dataset), 'J2');
    on(
      [...links.values()].some((link) => link.join === 'inner' && link.kind === 'many_to_one'),
      'J3',
    );
    on(
      [...links.values()].some((link) => link.default !== undefined),
      'J4',
    );
    on([...links.values()].some((link) => link.on.length > 1) || links.size > 1, 'J5');
    on(
      [...links.values()].some((link) => link.during),
      'J6',
    );
    on(
      walks.some((w) => w.own !== undefined),
      'J7',
    );
    on(
      walks.some((w) => ['group', 'order', 'name', 'label', 'note', 'code'].includes(w.dimension)),
      'J8',
    );
    on(model.datasets[dataset]?.sql !== undefined, 'J9');
    on(
      [...links.values()].some((link) => link.kind === 'one_to_many'),
      'J10',
    );
  }

  const usesTime = query.range !== undefined || places.some((place) => place.path === METRIC_TIME);
  on(datasets.length > 1, 'M1');
  on(datasets.length > 1 && (grouped || where.length > 0), 'M2');
  on(usesTime && (datasets.length > 1 || leaves.some((leaf) => leaf.metric.time !== undefined)), 'M3');

  on(where.length > 0 || segments.length > 0, 'F1');
  on(hasNot(conditions) || single.some((c) => c.op === '!=' || c.op === 'not_in'), 'F2');
  on(
    single.some((c) => c.op.startsWith('is_') || (c.op === 'in' && Array.isArray(c.value) && c.value.includes(null))),
    'F3',
  );
  on(
    single.some((c) => ['contains', 'starts_with', 'ends_with'].includes(c.op)),
    'F4',
  );
  on(
    single.some((c) => /['"%\\]/.test(String(c.value ?? ''))),
    'F5',
  );
  on(
    single.some((c) => 'grain' in c),
    'F6',
  );
  on(
    single.some((c) => 'metric' in c),
    'F7',
  );
  on((query.having ?? []).length > 0, 'F8');
  on(segments.length > 0, 'F9');
  on(filters.length > 0, 'F10');

  const grains = [...query.dimensions, ...single].flatMap((p) =>
    'grain' in p && p.grain !== undefined ? [p.grain] : [],
  );
  const custom = model.spines.flatMap((spine) => spine.grains);
  const nullTime = leaves.some(({ metric }) => {
    const dataset = model.datasets[metric.dataset];
    const table = model.tables[dataset?.table ?? 'visits_a'];
    const at = table?.columns.findIndex(([column]) => column === (metric.time ?? dataset?.time)) ?? -1;
    return table?.rows.some((row) => row[at] === null);
  });
  on(
    query.dimensions.some((d) => d.grain !== undefined),
    'T1',
  );
  on(
    grains.some((grain) => grain === 'week' || grain === 'quarter'),
    'T2',
  );
  on(usesTime && nullTime, 'T3');
  on(query.timezone !== undefined && query.timezone !== 'UTC' && (usesTime || grains.length > 0), 'T4');
  on(
    query.dimensions.some((d) => d.instants),
    'T5',
  );
  on(query.range && 'from' in query.range, 'T6');
  on(query.range && !('from' in query.range), 'T7');
  on(
    query.dimensions.some((d) => d.part !== undefined),
    'T8',
  );
  on(
    grains.some((grain) => custom.includes(grain)),
    'T9',
  );
  on(
    atoms(where).some((c) => 'path' in c && c.path === METRIC_TIME),
    'T10',
  );

  const main = query.dimensions.find((d) => d.path === METRIC_TIME && d.grain !== undefined)?.grain;
  for (const metric of metrics) {
    if (metric.kind !== 'cumulative' || main === undefined) continue;
    const span = metric.trailing ?? metric.leading;
    on(metric.trailing !== undefined, 'W1');
    on(metric.leading !== undefined, 'W2');
    on(metric.to_date !== undefined, 'W3');
    on(metric.all_time, 'W4');
    on(finer(model, span?.grain ?? 'day', main), 'W5');
    on(true, 'W6');
  }
  for (const input of inputs) {
    if (main === undefined || (!input.offset && input.at_start_of === undefined)) continue;
    on(input.offset && finer(model, main, input.offset.grain), 'O1');
    on(input.offset && !finer(model, main, input.offset.grain), 'O2');
    on(input.at_start_of !== undefined, 'O3');
    on(model.metrics[input.metric]?.kind !== 'simple', 'O4');
    on(query.range !== undefined || found.has('T10'), 'O5');
  }
  on(query.fill !== undefined && main !== undefined, 'D1');
  on(found.has('D1') && query.range === undefined && model.spines.length === 0, 'D1a');
  on(query.fill === 'last' && main !== undefined, 'D3');
  on(main !== undefined && query.metrics.some((name) => (model.metrics[name] as { dense?: true }).dense), 'D2');

  const kinds = new Set(metrics.map((metric) => metric.kind));
  on(kinds.has('ratio'), 'K1', 'N2');
  on(kinds.has('derived'), 'K2');
  on(kinds.has('conversion'), 'K3', 'N2');
  on(
    metrics.some(
      (metric) => metric.kind === 'conversion' && (metric.window !== undefined || metric.constant.length > 0),
    ),
    'K4',
  );
  on(
    leaves.some((leaf) => leaf.metric.semi_additive),
    'K5',
  );
  on(
    leaves.some((leaf) => (leaf.metric.semi_additive?.per.length ?? 0) > 0),
    'K6',
  );
  on(
    leaves.some((leaf) => leaf.metric.semi_additive?.take === 'average'),
    'K5b',
  );
  on(
    leaves.some((leaf) => leaf.metric.semi_additive?.fill_forward !== undefined),
    'K5c',
  );
  on(kinds.has('share'), 'K7', 'N2');
  on(kinds.has('rank'), 'K8');
  on(kinds.has('multi_stage'), 'K9');
  on(
    metrics.some((metric) => metric.kind === 'derived' && metric.expr.includes('/')),
    'N2',
  );
  on(
    leaves.some(
      (leaf) =>
        /amount|big|cost|credit/.test(leaf.metric.expr ?? '') && ['sum', 'min', 'max'].includes(leaf.metric.agg),
    ),
    'N1',
  );

  on((query.order ?? []).length > 0, 'P1');
  on(
    query.order?.some(({ by }) => by in model.metrics && !query.metrics.includes(by)),
    'P2',
  );
  on(query.limit !== undefined || query.offset !== undefined || query.total, 'P3');
  on(query.top !== undefined, 'P4');
  return RULES.filter((rule) => found.has(rule));
}
