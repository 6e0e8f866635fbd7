import { printSyntax } from '../../../expressions/print-syntax.js';
import type { Scalar } from '../../../expressions/scalar.js';
import { all, mapScalar } from '../../../expressions/scalar.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { childrenOf } from '../../../expressions/syntax-depth.js';
import { withoutRows } from '../../../expressions/without-rows.js';
import { inputsOf } from '../../../model/below.js';
import type { Filter, Input, Metric, Model, SimpleMetric } from '../../../model/model.js';
import { binary, call, choose, nothing, number, replaced } from '../../expression.js';
import type { Report } from '../../report.js';
import type { OssieMetric } from '../document.js';
import { asDouble } from './calls.js';
import { type ExportOptions, expressionOf, place, typed } from './datasets.js';
import { namingOfMetrics, type ShownModel } from './naming.js';
import { portable } from './portable.js';
import { Unsayable, unsayable } from './unsayable.js';
import { words } from './words.js';

/** A metric as one expression, with those that it is made of written out in it; undefined where that would mean something else. */
export function exportMetric(
  metric: Metric,
  { model, shown, options, report }: { model: Model; shown: ShownModel; options: ExportOptions; report: Report },
): OssieMetric | undefined {
  const origin = { what: `metric "${metric.name}"`, place: place(metric) };
  try {
    const syntax = sayMetric(metric, [], model, shown);
    report.add('exact', origin, `Metric "${metric.name}".`);
    if (metric.kind === 'simple' && metric.time !== null && metric.time !== model.datasets.get(metric.dataset)?.time)
      report.add('difference', origin, `It goes by "${metric.time}" here; there no metric has a time of its own.`);
    if (isNarrowed(metric, model))
      report.add(
        'difference',
        origin,
        'Asked alone, groups without rows that pass its condition have no row here, and there NULL or 0.',
      );
    return {
      name: metric.name,
      expression: expressionOf(printSyntax(syntax)),
      ...words(metric.name, metric, metric),
      ...typed(options, metric.type),
    };
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    return report.loss(origin, `Left out of the plain part: ${error.message}.`);
  }
}

/** Whether conditions keep rows from it, its own or those of what it is made of. */
const isNarrowed = (metric: Metric, model: Model): boolean =>
  metric.where !== null ||
  inputsOf(metric).some(({ metric: below, where }) => {
    const input = model.metrics.get(below);
    return where !== null || (input !== undefined && isNarrowed(input, model));
  });

/** @param above conditions of the metrics that this one is below */
function sayMetric(metric: Metric, above: readonly Filter[], model: Model, shown: ShownModel): Syntax {
  const filters = [...(metric.where ? [metric.where] : []), ...above];
  const input = (of: Input): Syntax => {
    const below = model.metrics.get(of.metric);
    if (of.offset !== null || of.atStartOf !== null) return unsayable('it looks at another time');
    if (below === undefined) return unsayable(`"${of.metric}" is not there`);
    return sayMetric(below, [...(of.where ? [of.where] : []), ...filters], model, shown);
  };
  switch (metric.kind) {
    case 'simple':
      return saySimple(metric, filters, model, shown);
    case 'ratio':
      return binary(
        '/',
        asDouble(input(metric.numerator), undefined),
        call('nullif', [input(metric.denominator), number(0)]),
      );
    case 'derived':
      return sayDerived(metric.value, (name) => input(metric.inputs.get(name) as Input));
    default:
      return unsayable(`an expression cannot say what is ${WHAT[metric.kind]}`);
  }
}

const WHAT: Readonly<Record<Exclude<Metric['kind'], 'simple' | 'ratio' | 'derived'>, string>> = {
  cumulative: 'cumulative',
  conversion: 'a conversion',
  funnel: 'a funnel',
  share: 'a share',
  rank: 'a rank',
  multi_stage: 'aggregated twice',
};

function saySimple(metric: SimpleMetric, filters: readonly Filter[], model: Model, shown: ShownModel): Syntax {
  const { dataset, semiAdditive, dense, empty, value } = metric;
  if (semiAdditive !== null) return unsayable('an expression cannot say what is semi-additive');
  if (dense) return unsayable('an expression cannot say that periods without rows are shown');
  if (!shown.has(dataset)) return unsayable(`"${dataset}" is not there`);
  const naming = namingOfMetrics(model, shown, dataset);
  const conditions = filters.flatMap((filter) => filter.get(dataset) ?? []);
  const narrowed = mapScalar(value, (node) =>
    node.kind === 'aggregate' && conditions.length > 0
      ? { ...node, where: all([...(node.where ? [node.where] : []), ...conditions]) }
      : node,
  );
  const said = portable(narrowed, naming);
  const natural = withoutRows(value);
  if (empty === null ? natural === 'null' : natural === 'zero') return said;
  const rows: Scalar = {
    kind: 'aggregate',
    name: 'count',
    args: [],
    ...(conditions.length > 0 && { where: all(conditions) }),
    type: 'integer',
  };
  return choose(binary('>', portable(rows, naming), number(0)), said, empty === 0 ? number(0) : undefined);
}

/** The names of inputs stand for what they are made of. */
function sayDerived(value: Scalar, input: (name: string) => Syntax): Syntax {
  const inputs = new Map<string, Syntax>();
  const said = portable(value, {
    column: ({ column }) => {
      inputs.set(column, inputs.get(column) ?? input(column));
      return { ...nothing, kind: 'name', path: [INPUT, column] };
    },
    row: () => unsayable('it counts rows of no dataset'),
  });
  const whole = replaced(said, (node) =>
    node.kind === 'name' && node.path[0] === INPUT ? inputs.get(node.path[1] ?? '') : undefined,
  );
  return sizeOf(whole) > MOST_PARTS ? unsayable('written out it is too long') : whole;
}

const MOST_PARTS = 1_000;

/** Parts of a tree; those that stand in it several times are counted so, and looked at once. */
function sizeOf(syntax: Syntax, known = new Map<Syntax, number>()): number {
  const size = known.get(syntax) ?? childrenOf(syntax).reduce((sum, child) => sum + sizeOf(child, known), 1);
  known.set(syntax, size);
  return size;
}

const INPUT = '';
