import { createHash } from 'node:crypto';
import type { DataType } from '../expressions/data-type.js';
import { isSketch } from '../expressions/data-type.js';
import { type AggregateCall, call, type Scalar, visitScalar } from '../expressions/scalar.js';
import { inputsOf } from '../model/below.js';
import { partsOf } from '../model/merging.js';
import { METRIC_TIME, type Metric, type Model, type Rollup } from '../model/model.js';
import { pathOrRefuse } from '../model/path.js';
import { Composition } from '../plan/composition.js';
import { isPlain } from '../plan/movement-of.js';
import { Names } from '../plan/names.js';
import {
  type Aggregate,
  inputsOfNode,
  type Named,
  type OutputColumn,
  outputColumn,
  type PlanNode,
  type Project,
} from '../plan/plan.js';
import type { QuestionDimension } from '../plan/question.js';
import { tablesOf } from '../plan/tables.js';
import { refuse } from '../problems/problem.js';
import { isBelowDay } from '../time/grain.js';
import { partMeasures } from './part-measures.js';

/** The rows that a rollup holds, as a plan over the tables that they are made from. */
export interface Holding {
  readonly rollup: Rollup;
  /** `plays.daily` */
  readonly name: string;
  /** Aggregated from rows: groups, then measures that merge. */
  readonly leaf: Aggregate;
  /** The same, each column of the type that it is stored with. */
  readonly root: Project;
  readonly columns: readonly OutputColumn[];
  /** The column with its periods; null where it has none. */
  readonly time: OutputColumn | null;
  /** Changes when anything does that its rows depend on, but the data. */
  readonly fingerprint: string;
  /** All tables that it reads, and those of the dataset's own rows. */
  readonly sources: readonly string[];
  readonly own: readonly string[];
}

/** Part of each fingerprint: another layout of the tables is another rollup. */
const LAYOUT = 1;

export const nameOf = ({ dataset, name }: Pick<Rollup, 'dataset' | 'name'>): string => `${dataset}.${name}`;

export const rollupsOf = ({ datasets }: Pick<Model, 'datasets'>): readonly Rollup[] =>
  [...datasets.values()].flatMap(({ rollups }) => [...rollups.values()]);

/**
 * @param sketches whether the engine stores sketches; without, what needs them is not held
 * @throws ROLLUP_NOT_MERGEABLE where the rows of a metric are not simply grouped
 */
export function holdingOf(model: Model, rollup: Rollup, sketches: boolean): Holding {
  const name = nameOf(rollup);
  const leaf = merged(leafOf(model, rollup), sketches);
  const values = [...leaf.groups, ...leaf.measures].map(
    ({ name: column, value }): Named => ({
      name: column,
      value: stored(outputColumn(leaf, column), value.type),
    }),
  );
  const root: Project = { kind: 'project', relation: 'rollup', input: leaf, columns: values };
  const columns = values.map(({ name: column, value }) => ({ name: column, type: value.type }));
  const { grain, zone, partition } = rollup;
  return {
    rollup,
    name,
    leaf,
    root,
    columns,
    time: grain === null ? null : (columns[0] ?? null),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([LAYOUT, root, grain, zone, partition]))
      .digest('base64url')
      .slice(0, 32),
    sources: tablesOf(root),
    own: tablesOf(rowsBelow(leaf)),
  };
}

const stored = (column: Scalar, type: DataType): Scalar => (isSketch(type) ? column : call('cast', [column], type));

/** The one pass over the dataset's rows that answers all of its metrics, by all of its dimensions. */
function leafOf(model: Model, rollup: Rollup): Aggregate {
  const names = new Names();
  const metrics = rollup.metrics.flatMap((name) => plainBelow(model, model.metrics.get(name)));
  const question = {
    dimensions: dimensionsOf(model, rollup),
    where: [],
    segments: rollup.segments,
    time: null,
    zone: rollup.zone,
    history: { validAt: null, today: TODAY },
  };
  const distinct = [...new Map(metrics.map((metric) => [metric.name, metric])).values()];
  const { node } = new Composition({ model, question, fill: null, names }, distinct, distinct).composed();
  const leaf = onlyLeaf(node);
  if (leaf === null || rests(leaf))
    return refuse({
      code: 'ROLLUP_NOT_MERGEABLE',
      at: rollup.at,
      message: `Rollup "${nameOf(rollup)}" holds a metric whose rows are not simply grouped: it looks rows up, meets several partners, or goes by today.`,
      hint: 'Leave out metrics over links to many, METRIC(…) in conditions, and links as of now.',
    });
  return leaf;
}

/** Stands for the day on which a question is asked, which nothing in a rollup may depend on. */
const TODAY = '0001-01-01';

function rests({ input, groups, measures }: Aggregate): boolean {
  let found = false;
  const look = (scalar: Scalar): void =>
    visitScalar(scalar, (node) => {
      found ||= node.kind === 'value' && node.value === TODAY;
    });
  for (const { value } of [...groups, ...measures]) look(value);
  const visit = (node: PlanNode): void => {
    if (node.kind === 'aggregate' || node.kind === 'project') found = true;
    if (node.kind === 'join') for (const part of node.on) look(part);
    if (node.kind === 'filter') for (const part of node.where) look(part);
    for (const inner of inputsOfNode(node)) visit(inner);
  };
  visit(input);
  return found;
}

/** The lowest aggregation, where there is only one. */
function onlyLeaf(root: PlanNode): Aggregate | null {
  const found = new Set<Aggregate>();
  const visit = (node: PlanNode): boolean => {
    const below = inputsOfNode(node).map(visit).some(Boolean);
    if (node.kind === 'aggregate' && !below) found.add(node);
    return below || node.kind === 'aggregate';
  };
  visit(root);
  const [leaf] = found;
  return found.size === 1 && leaf !== undefined ? leaf : null;
}

/** The metric itself where it is made of one pass over rows, else those that it is made of. */
function plainBelow(model: Model, metric: Metric | undefined): readonly Metric[] {
  if (metric === undefined) return [];
  if (isPlain(model, metric)) return [metric];
  return inputsOf(metric).flatMap(({ metric: name }) => plainBelow(model, model.metrics.get(name)));
}

function dimensionsOf(model: Model, rollup: Rollup): readonly QuestionDimension[] {
  const { dataset, grain } = rollup;
  const plain = rollup.dimensions.map((text): QuestionDimension => {
    const path = pathOrRefuse(model, dataset, text);
    return {
      name: text.replaceAll('.', '_'),
      paths: new Map([[dataset, path]]),
      grain: null,
      part: null,
      instants: false,
      type: path.type,
    };
  });
  if (grain === null) return plain;
  const path = pathOrRefuse(model, dataset, METRIC_TIME);
  return [
    {
      name: `metric_time_${grain}`,
      paths: new Map([[dataset, path]]),
      grain,
      part: null,
      instants: false,
      type: isBelowDay(grain) ? 'timestamp' : 'date',
    },
    ...plain,
  ];
}

/** Measures become those parts that merge, and for each condition the number of rows behind them. */
function merged(leaf: Aggregate, sketches: boolean): Aggregate {
  const names = new Names();
  for (const { name } of leaf.groups) names.take(name);
  const found = new Map<string, Named<AggregateCall>>();
  const add = (wanted: string, value: AggregateCall): void => {
    const key = JSON.stringify(value);
    if (!found.has(key)) found.set(key, { name: names.take(wanted), value });
  };
  for (const { name, value } of leaf.measures) {
    const parts = partsOf(value.name);
    if (parts === null || (parts.kind === 'sketch' && !sketches)) continue;
    for (const part of partMeasures(value, parts)) add(`${name.replace(/_\d+$/, '')}_${part.suffix}`, part.measure);
  }
  for (const where of new Map(leaf.measures.map(({ value }) => [JSON.stringify(value.where), value.where])).values())
    add('rows_count', { kind: 'aggregate', name: 'count', args: [], type: 'integer', ...(where && { where }) });
  return { ...leaf, measures: [...found.values()] };
}

function rowsBelow(leaf: Aggregate): PlanNode {
  let node: PlanNode = leaf.input;
  for (;;) {
    if (node.kind === 'filter') node = node.input;
    else if (node.kind === 'join') node = node.left;
    else return node;
  }
}
