import type { DataType } from '../../expressions/data-type.js';
import { commonType } from '../../expressions/functions.js';
import {
  type AggregateCall,
  all,
  call,
  choose,
  column,
  equals,
  isNotNull,
  isNull,
  literal,
  nullOf,
  type Scalar,
} from '../../expressions/scalar.js';
import type { FunnelMetric, SimpleMetric } from '../../model/model.js';
import type { Part } from '../composition.js';
import type { Leaf } from '../leaf/leaf.js';
import {
  type Aggregate,
  allColumns,
  type Named,
  outputColumn,
  outputOf,
  type PlanNode,
  type Project,
  type Union,
} from '../plan.js';
import type { Build, Composer, Scope } from './builders.js';
import { checkMovement, clockOf, countOf, eventPart, timeBetween, unasked } from './events.js';

/** From each row of the first step the earliest row of the next one at or after it, and so on, within the window. */
export const funnel: Build<FunnelMetric> = (metric, composer, above) => {
  checkMovement(metric, above, composer);
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const first = composer.metric(metric.steps[0] as string) as SimpleMetric;
  const filters = [...(first.where ? [first.where] : []), ...scope.filters];
  const { steps, entity, constant, window, counts } = metric;
  const key = { steps, entity, constant, window, counts, filters: filters.map((filter) => [...filter]) };
  const part = composer.addPart(JSON.stringify(['funnel', key, scope.movement]), () => {
    const relation = composer.relation('by_funnel');
    const pass = composer.leafAlone(first, composer.question, scope.movement);
    return funnelPart(metric, composer, pass, relation, pass.events([entity, ...constant], filters), scope);
  });
  const rows = composer.leafFor(first, scope).rows(filters, 'starts');
  const reached = (step: number): Scalar => countOf(part.relation, part.reached(step));
  const value = {
    count: () => reached(metric.step),
    rate: () => call('/', [reached(metric.step), reached(metric.from)], 'double'),
    time: () => column(part.relation, part.timed(metric), 'double'),
  }[metric.calculation]();
  return { value, behind: () => [rows] };
};

/** Funnels along the same steps are one part; each asks for what it measures before the part is made into a relation. */
interface FunnelPart extends Part {
  readonly reached: (step: number) => string;
  readonly timed: (metric: FunnelMetric) => string;
}

const WHO = 'event.1';
const stepColumn = (step: number): string => `step.${step + 1}`;
const firstColumn = ({ step, from }: FunnelMetric): string => `first.${from + 1}_${step + 1}`;

function funnelPart(
  path: FunnelMetric,
  composer: Composer,
  pass: Leaf,
  relation: string,
  starts: PlanNode,
  scope: Scope,
): FunnelPart {
  const measures = new Map<string, Named<AggregateCall>>();
  const firsts = new Map<string, FunnelMetric>();
  const rows = composer.relation('funnel');
  const metrics = metricsOf(path, composer);
  const { type } = clockOf(composer, metrics);
  const at = (step: number): Scalar => column(rows, stepColumn(step), type);
  const ask = (name: string, value: AggregateCall): string => {
    measures.set(name, { name, value });
    return name;
  };
  const made = (name: string): Aggregate => {
    const paths = walked(path, composer, pass.groups, starts);
    const input: Project = {
      kind: 'project',
      relation: rows,
      input: paths,
      columns: [
        ...allColumns(paths),
        ...[...firsts].map(([first, metric]): Named => ({ name: first, value: firstPath(metric, paths, pass.groups) })),
      ],
    };
    return {
      kind: 'aggregate',
      relation: name,
      input,
      groups: pass.groups.map((group) => ({ name: group, value: outputColumn(input, group) })),
      measures: [...measures.values()],
    };
  };
  return {
    ...eventPart(pass, scope, relation, made),
    reached: (step) => {
      const who = path.counts === 'entities' ? [column(rows, WHO, typeOf(path.entity, metrics, composer))] : [];
      const name = path.counts === 'entities' ? 'count_distinct' : 'count';
      const where = step === 0 ? {} : { where: isNotNull(at(step)) };
      return ask(`reached.${step + 1}`, { kind: 'aggregate', name, args: who, ...where, type: 'integer' });
    },
    timed: (metric) => {
      const { time, from, step } = metric;
      if (time === null) throw new Error(`"${metric.name}" has no time to convert`);
      if (path.counts === 'entities') firsts.set(firstColumn(metric), metric);
      const where = all([
        isNotNull(at(step)),
        ...(path.counts === 'entities'
          ? [equals(column(rows, firstColumn(metric), 'integer'), literal('1', 'integer'))]
          : []),
      ]);
      const name = `time.${time.aggregate}_${time.fraction ?? ''}_${time.unit}_${from + 1}_${step + 1}`;
      return ask(name, { ...timeBetween(time, at(from), at(step)), where });
    },
  };
}

const metricsOf = (path: FunnelMetric, composer: Composer): readonly SimpleMetric[] =>
  path.steps.map((name) => composer.metric(name) as SimpleMetric);

/**
 * The starts, each with the time at which it reached each step, or NULL. A step's rows and the paths so far are put
 * under one another, and each path takes the smallest time among the rows at or after it: nothing is multiplied.
 */
function walked(path: FunnelMetric, composer: Composer, groups: readonly string[], starts: PlanNode): PlanNode {
  const metrics = metricsOf(path, composer);
  const clock = clockOf(composer, metrics);
  const names = [path.entity, ...path.constant];
  const who = names.map((name, index): Who => ({ name: `event.${index + 1}`, type: typeOf(name, metrics, composer) }));
  let paths: PlanNode = {
    kind: 'project',
    relation: composer.relation('starts'),
    input: { kind: 'filter', input: starts, where: [isNotNull(outputColumn(starts, WHO))] },
    columns: [
      ...groups.map((name): Named => ({ name, value: outputColumn(starts, name) })),
      ...who.map(({ name, type }): Named => ({ name, value: as(type, outputColumn(starts, name)) })),
      { name: stepColumn(0), value: clock.order(starts) },
    ],
  };
  for (const [step, metric] of metrics.entries()) {
    if (step === 0) continue;
    const events = composer
      .leafAlone(metric, unasked(composer.question))
      .events(names, metric.where ? [metric.where] : []);
    paths = reaching(path, step, composer, paths, events, clock, who);
  }
  return paths;
}

interface Who {
  readonly name: string;
  readonly type: DataType;
}

/** The type in which the dimensions of all steps can be compared. */
const typeOf = (name: string, metrics: readonly SimpleMetric[], { model }: Composer): DataType =>
  metrics
    .flatMap(({ dataset }) => model.datasets.get(dataset)?.dimensions.get(name)?.type ?? [])
    .reduce((a, b) => commonType(a, b) ?? a);

const AT = 'step.at';
const FOUND = 'step.found';
const NEXT = 'step.next';

function reaching(
  { window }: FunnelMetric,
  step: number,
  composer: Composer,
  paths: PlanNode,
  events: PlanNode,
  clock: ReturnType<typeof clockOf>,
  who: readonly Who[],
): PlanNode {
  const order = clock.order(events);
  const before = outputColumn(paths, stepColumn(step - 1));
  const asks: Project = {
    kind: 'project',
    relation: composer.relation('asks'),
    input: paths,
    columns: [...allColumns(paths), { name: AT, value: before }, { name: NEXT, value: nullOf(clock.type) }],
  };
  const gives: Project = {
    kind: 'project',
    relation: composer.relation('gives'),
    input: {
      kind: 'filter',
      input: events,
      where: [isNotNull(order), ...who.map(({ name }) => isNotNull(outputColumn(events, name)))],
    },
    columns: asks.columns.map(({ name, value: { type } }): Named => {
      if (name === AT || name === NEXT) return { name, value: order };
      return {
        name,
        value: who.some((each) => each.name === name) ? as(type, outputColumn(events, name)) : nullOf(type),
      };
    }),
  };
  const both: Union = { kind: 'union', relation: composer.relation('path_and_step'), inputs: [asks, gives] };
  const earliest: Scalar = {
    kind: 'over',
    name: 'min',
    args: [outputColumn(both, NEXT)],
    partitionBy: who.map(({ name }) => outputColumn(both, name)),
    orderBy: [{ value: outputColumn(both, AT), direction: 'desc', nulls: 'last' }], // with its peers: at the same time is not before
    type: clock.type,
  };
  const found: Project = {
    kind: 'project',
    relation: composer.relation('earliest'),
    input: both,
    columns: [...allColumns(both), { name: FOUND, value: earliest }],
  };
  const next = outputColumn(found, FOUND);
  const start = outputColumn(found, stepColumn(0));
  const reaches = all([
    isNotNull(outputColumn(found, AT)),
    ...who.slice(1).map(({ name }) => isNotNull(outputColumn(found, name))),
    ...(window === null ? [] : [clock.isWithin(start, next, window)]),
  ]);
  return {
    kind: 'project',
    relation: composer.relation('paths'),
    input: { kind: 'filter', input: found, where: [isNull(outputColumn(found, NEXT))] },
    columns: [
      ...outputOf(paths).map(({ name }): Named => ({ name, value: outputColumn(found, name) })),
      { name: stepColumn(step), value: choose(reaches, next, nullOf(clock.type), clock.type) },
    ],
  };
}

const as = (type: Scalar['type'], value: Scalar): Scalar => (value.type === type ? value : call('cast', [value], type));

/** An entity is timed once in a group: on the first of its paths that reached the step, the shortest of several at once. */
function firstPath({ step, from }: FunnelMetric, paths: PlanNode, groups: readonly string[]): Scalar {
  const at = (place: number): Scalar => outputColumn(paths, stepColumn(place));
  return {
    kind: 'over',
    name: 'row_number',
    args: [],
    partitionBy: [...groups, WHO].map((name) => outputColumn(paths, name)),
    orderBy: [
      { value: choose(isNotNull(at(step)), at(0), nullOf(at(0).type)), direction: 'asc', nulls: 'last' },
      { value: at(step), direction: 'asc', nulls: 'last' },
      { value: at(from), direction: 'desc', nulls: 'last' },
    ],
    type: 'integer',
  };
}
