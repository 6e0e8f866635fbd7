import {
  all,
  any,
  call,
  choose,
  equals,
  isNotNull,
  isNull,
  literal,
  nullOf,
  type Scalar,
} from '../expressions/scalar.js';
import type { Metric, Model } from '../model/model.js';
import { type Composed, Composition, type CompositionSettings, ownRows } from './composition.js';
import { spineOf } from './custom-grains.js';
import { unitsOf } from './custom-units.js';
import type { Frame } from './frame.js';
import { meet } from './meet.js';
import { isOfItsPeriod } from './movement-of.js';
import { Names } from './names.js';
import { allColumns, type Named, outputColumn, outputOf, type PlanNode, type Project } from './plan.js';
import { isMetricTime, type Question, reportsTime } from './question.js';
import { notExpressible, type Timeline, timelineOf } from './timeline.js';
import { boundsOf } from './units.js';

/** What is known of a metric in a group, as columns: what it shows, what it may hand on, and its own rows. */
interface Carried {
  readonly metric: Metric;
  readonly shown: string;
  readonly known: string;
  readonly own: string;
  /** What it may hand on in a period that is not reported. */
  readonly before: string;
}

type Settings = Pick<CompositionSettings, 'model' | 'question' | 'names'>;

const ZERO = literal('0', 'integer');

/**
 * An answer filled with the last value (rule D3): where a metric has no row of its own it shows its last value, other
 * than NULL, in an earlier period. Periods that are not reported are read whole: without the range, and without the
 * conditions on time.
 */
export function carriedForward(settings: Settings, metrics: readonly Metric[], asked: readonly Metric[]): Composed {
  const { question, names } = settings;
  const timeline = timelineFor(settings, metrics);
  const columns = new Names();
  for (const { name } of question.dimensions) columns.take(name);
  const each = metrics.map((metric): Carried => {
    const [shown, known, own, before] = ['', 'known_', 'own_', 'before_'].map((of) => columns.take(of + metric.name));
    return { metric, shown, known, own, before } as Carried;
  });
  const flag = columns.take('reported');
  const history = historyOf(settings, each, metrics, asked, names);
  const before =
    history === null
      ? undefined
      : (periods: Frame, others: readonly string[]) =>
          groupsBefore(
            settings,
            timeline,
            history,
            each.filter(({ metric }) => asked.includes(metric)),
            periods,
            others,
          );
  const now = new Composition({ ...settings, fill: 'last', owned: true, groupsBefore: before }, metrics, asked);
  const reported = reportedOf(now.composed(), each, flag, names);
  const facts = history === null ? alone(reported) : together(question, reported, history, names);
  return handedOn(settings, timeline, each, flag, facts, history !== null);
}

function timelineFor({ model, question }: Settings, metrics: readonly Metric[]): Timeline {
  const moving = metrics.find((metric) => !isOfItsPeriod(model, metric));
  if (moving !== undefined)
    notExpressible(
      `"${moving.name}" looks beyond its period and its group (a window, an offset or a rank): it is filled with EMPTY or ZERO.`,
    );
  if (question.dimensions.some(({ grain, part, ...each }) => isMetricTime(each) && grain === null && part === null))
    notExpressible('The last value is carried from period to period: ask metric_time by a grain.');
  return timelineOf(question) as Timeline;
}

/** The reported groups: what the metrics show, what they know, and how many rows of their own they have. */
function reportedOf({ node, groups, values }: Composed, each: readonly Carried[], flag: string, names: Names): Project {
  const columns = each.flatMap(({ metric, shown, known, own }): Named[] => {
    const value = typed(values.get(metric.name), metric);
    const rows = values.get(ownRows(metric)) ?? ZERO;
    return [
      { name: shown, value },
      { name: known, value: whereOwn(rows, value) },
      { name: own, value: rows },
    ];
  });
  const flagged: Named = { name: flag, value: literal('1', 'integer') };
  return { kind: 'project', relation: names.take('reported'), input: node, columns: [...groups, ...columns, flagged] };
}

/** What the metrics know in each period that has rows, reported or not; null where all periods are reported. */
function historyOf(
  settings: Settings,
  each: readonly Carried[],
  metrics: readonly Metric[],
  asked: readonly Metric[],
  names: Names,
): Project | null {
  const { model, question } = settings;
  const where = question.where.filter((condition) => !reportsTime(condition));
  // A declared spine may lack periods that have rows, and so may the data of the others for a metric that is not asked
  const isWhole = question.time === null && where.length === question.where.length && model.spines.length === 0;
  if (isWhole && metrics.length === asked.length) return null;
  const whole = { ...settings, question: { ...question, time: null, where }, fill: null, owned: true };
  const { node, groups, values } = new Composition(whole, metrics, metrics).composed();
  const columns = each.map(
    ({ metric, before }): Named => ({
      name: before,
      value: whereOwn(values.get(ownRows(metric)) ?? ZERO, typed(values.get(metric.name), metric)),
    }),
  );
  return { kind: 'project', relation: names.take('history'), input: node, columns: [...groups, ...columns] };
}

const whereOwn = (rows: Scalar, value: Scalar): Scalar =>
  choose(call('>', [rows, ZERO], 'boolean'), value, nullOf(value.type));
const typed = (value: Scalar = ZERO, metric: Metric): Scalar =>
  value.type === metric.type ? value : call('cast', [value], metric.type);

/** A relation, and how its columns are read. */
interface Facts {
  readonly node: PlanNode;
  readonly read: (column: string) => Scalar;
}

const alone = (node: PlanNode): Facts => ({ node, read: (name) => outputColumn(node, name) });

function together(question: Question, reported: Project, history: Project, names: Names): Facts {
  const dimensions = question.dimensions.map(({ name }) => name);
  const parts = [reported, history].map((node) => ({ relation: node.relation, node }));
  const { node, moved } = meet(dimensions, parts, null, names.take('facts'), names.take('met'));
  const of = (name: string): PlanNode =>
    outputOf(reported).some((output) => output.name === name) ? reported : history;
  const read = (name: string): Scalar =>
    dimensions.includes(name) ? outputColumn(node, name) : moved(outputColumn(of(name), name));
  return { node, read };
}

/** The groups that have something to hand on from a period before the last that is not reported itself. */
function groupsBefore(
  { model, names }: Settings,
  timeline: Timeline,
  history: Project,
  asked: readonly Carried[],
  periods: Frame,
  others: readonly string[],
): PlanNode {
  const time = timeline.dimension.name;
  const ordered = inOrder(model, timeline, alone(periods.node), time, names);
  const last = boundsOf(ordered.node, ordered.at, names.take('last_period'));
  const past = inOrder(model, timeline, alone(history), time, names);
  const knows = any(asked.map(({ before }) => isNotNull(outputColumn(history, before))));
  const until: PlanNode = {
    kind: 'join',
    type: 'inner',
    left: past.node,
    right: last.input,
    on: [call('<', [past.at, last.through], 'boolean')],
  };
  const reported = outputColumn(periods.node, time);
  return {
    kind: 'aggregate',
    relation: names.take('before'),
    input: {
      kind: 'filter',
      input: {
        kind: 'join',
        type: 'left',
        left: until,
        right: periods.node,
        on: [equals(outputColumn(history, time), reported)],
      },
      where: [knows, isNull(reported)],
    },
    groups: others.map((name) => ({ name, value: outputColumn(history, name) })),
    measures: [],
  };
}

/** Periods in their order; custom ones are ordered by their first days in the spine. NULL for rows without a period. */
function inOrder(
  model: Model,
  { grain }: Timeline,
  { node, read }: Facts,
  time: string,
  names: Names,
): { readonly node: PlanNode; readonly at: Scalar } {
  const period = read(time);
  if (typeof grain === 'string') return { node, at: period };
  const units = unitsOf(spineOf(model, grain.custom), grain.custom);
  const places: PlanNode = {
    kind: 'project',
    relation: names.take('places'),
    input: units,
    columns: allColumns(units),
  };
  const on = [equals(period, outputColumn(places, 'unit'))];
  return {
    node: { kind: 'join', type: 'left', left: node, right: places, on },
    at: outputColumn(places, 'start'),
  };
}

/** Each metric hands its last known value on to the periods in which it has no row of its own. */
function handedOn(
  { model, question, names }: Settings,
  timeline: Timeline,
  each: readonly Carried[],
  flag: string,
  facts: Facts,
  both: boolean,
): Composed {
  const { read } = facts;
  const { node, at } = inOrder(model, timeline, facts, timeline.dimension.name, names);
  const others = question.dimensions.filter((dimension) => !isMetricTime(dimension)).map(({ name }) => read(name));
  const value = ({ shown, known, own, before }: Carried): Scalar => {
    const here = read(shown);
    const last: Scalar = {
      kind: 'over',
      name: 'lag',
      ignoreNulls: true,
      args: [both ? choose(isNotNull(read(flag)), read(known), read(before)) : read(known), literal('1', 'integer')],
      partitionBy: others,
      orderBy: [{ value: at, direction: 'asc', nulls: 'last' }],
      type: here.type,
    };
    const missing = all([equals(read(own), ZERO), isNotNull(at)]);
    return choose(missing, call('coalesce', [last, here], here.type), here);
  };
  const carried: Project = {
    kind: 'project',
    relation: names.take('carried'),
    input: node,
    columns: [
      ...question.dimensions.map(({ name }): Named => ({ name, value: read(name) })),
      ...each.map((metric): Named => ({ name: metric.shown, value: value(metric) })),
      { name: flag, value: read(flag) },
    ],
  };
  return {
    node: both ? { kind: 'filter', input: carried, where: [isNotNull(outputColumn(carried, flag))] } : carried,
    groups: question.dimensions.map(({ name }): Named => ({ name, value: outputColumn(carried, name) })),
    values: new Map(each.map(({ metric, shown }) => [metric.name, outputColumn(carried, shown)])),
  };
}
