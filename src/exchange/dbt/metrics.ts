import { printSyntax } from '../../expressions/print-syntax.js';
import type { Syntax } from '../../expressions/syntax.js';
import { described, fileOf } from '../draft.js';
import { allOf, type CallSyntax } from '../expression.js';
import { isName } from '../names.js';
import type { Origin } from '../report.js';
import { readFilter } from './filter.js';
import { kinds } from './kinds/kinds.js';
import type { DbtMetric, Filter, InputMeasure, InputMetric } from './manifest.js';
import { expressionOf } from './measure.js';
import { type Measured, measureNamed, type Source, timeOf, type World } from './world.js';

/** A metric that was imported. */
export interface Imported {
  readonly name: string;
  /** The dataset that it stands in. */
  readonly home: Source;
  /** The simple metrics below it, with what they aggregate. */
  readonly below: readonly Measured[];
  /** Whether it looks elsewhere in time than its group does. */
  readonly moves: boolean;
}

/** What a kind makes of a metric: the keys of its definition beside its words and its condition. */
export interface Made {
  readonly home: Source;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly below: readonly Measured[];
  readonly moves: boolean;
}

/** Imports metrics in the order in which they need one another. */
export class Metrics {
  private readonly done = new Map<string, Imported | undefined>();

  constructor(readonly world: World) {}

  importAll(): void {
    const { manifest, report } = this.world;
    for (const [index, { name }] of manifest.metrics.entries()) {
      this.metric(name);
      if (manifest.metrics.findIndex((each) => each.name === name) !== index)
        report.loss({ what: `metric "${name}"`, place: `metrics[${index}]` }, 'Another one has its name.');
    }
  }

  /** The metric of that name; undefined where it is not there, or could not be imported. */
  metric(name: string): Imported | undefined {
    if (this.done.has(name)) return this.done.get(name);
    this.done.set(name, undefined); // one that is made of itself finds itself missing
    const { metrics } = this.world.manifest;
    const index = metrics.findIndex((each) => each.name === name);
    const definition = metrics[index];
    const made = definition && this.import(definition, { what: `metric "${name}"`, place: `metrics[${index}]` });
    this.done.set(name, made);
    return made;
  }

  /** One that another metric needs; without it, that one is a loss too. */
  needed(name: string, origin: Origin): Imported | undefined {
    return this.metric(name) ?? this.world.report.loss(origin, `It needs metric "${name}", which is not imported.`);
  }

  /** A simple metric of just this measure: the manifest's own, or one that is added for it. */
  ofMeasure(input: InputMeasure, forMetric: string, origin: Origin): Imported | undefined {
    const { manifest, report } = this.world;
    const isPlain = !input.filter && !input.join_to_timespine && typeof input.fill_nulls_with !== 'number';
    const own = manifest.metrics.find(
      ({ type, filter, type_params: { measure } }) =>
        isPlain &&
        type === 'simple' &&
        !filter &&
        measure?.name === input.name &&
        !measure.filter &&
        !measure.join_to_timespine &&
        typeof measure.fill_nulls_with !== 'number',
    );
    if (own) return this.needed(own.name, origin);
    const taken = (name: string): boolean => this.done.has(name) || manifest.metrics.some((each) => each.name === name);
    const name =
      [input.name, `${forMetric}_input`, `${forMetric}_${input.name}`].find((each) => !taken(each) && isPlain) ??
      `${forMetric}_${input.name}`;
    if (taken(name)) return report.loss(origin, `A metric "${name}" for measure "${input.name}" has no free name.`);
    const definition: DbtMetric = { name, type: 'simple', type_params: { measure: input } };
    const made = this.import(definition, { what: `metric "${name}", of measure "${input.name}"`, place: origin.place });
    this.done.set(name, made);
    return made;
  }

  private import(definition: DbtMetric, origin: Origin): Imported | undefined {
    const { world } = this;
    const { name, type } = definition;
    const kind = Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : undefined;
    if (!isName(name, origin, world.report)) return undefined;
    if (kind === undefined) return world.report.loss(origin, `Its type "${type}" is unknown.`);
    const made = kind(this, definition, origin);
    if (made === undefined) return undefined;
    const where = type === 'simple' ? {} : this.where(definition.filter, made, origin);
    if (where === 'lost') return undefined;
    const { draft } = made.home;
    draft.metrics.set(name, { ...described(definition), ...made.keys, ...where });
    world.draft.origins.set(`${fileOf(draft.dataset)} metrics ${name}`, origin);
    world.report.add('exact', origin, `Metric "${name}" in dataset "${draft.dataset}".`);
    if (definition.time_granularity)
      world.report.loss(
        origin,
        `Its own grain "${definition.time_granularity}" for metric_time: questions name theirs.`,
      );
    return { name, home: made.home, below: made.below, moves: made.moves };
  }

  /** A condition over all datasets below: one text where they agree, or one for each. */
  where(
    filter: Filter,
    { below, moves }: Pick<Imported, 'below' | 'moves'>,
    origin: Origin,
  ): { readonly where?: unknown } | 'lost' {
    if (!filter || filter.where_filters.length === 0) return {};
    const texts = new Map<string, string>();
    for (const source of new Set(below.map((each) => each.source))) {
      const times = new Set(below.filter((each) => each.source === source).map(timeOf));
      const [time] = times.size === 1 && !moves ? times : [];
      const condition = this.condition(filter, source, time, origin);
      if (condition === 'lost' || condition === undefined) return 'lost';
      texts.set(source.draft.dataset, printSyntax(condition));
    }
    const [text] = texts.values();
    return { where: texts.size === 1 ? text : Object.fromEntries(texts) };
  }

  /** The filters of a measure and of its metric, which both narrow its rows. */
  conditions(filters: readonly Filter[], measured: Measured, origin: Origin): Syntax | undefined | 'lost' {
    const found = filters.map((filter) => this.condition(filter, measured.source, timeOf(measured), origin));
    if (found.includes('lost')) return 'lost';
    return allOf(found.filter((each) => each !== undefined && each !== 'lost'));
  }

  private condition(filter: Filter, source: Source, time: string | undefined, origin: Origin) {
    return readFilter(this.world, filter, { source, time, metricSource: (name) => this.metric(name)?.home }, origin);
  }

  /** The aggregation of a simple metric, as either generation of manifests has it. */
  measured({ name, type_params: params }: DbtMetric, origin: Origin): Measured | undefined {
    const { sources, report } = this.world;
    if (params.measure)
      return (
        measureNamed(this.world, params.measure.name) ??
        report.loss(origin, `There is no measure "${params.measure.name}".`)
      );
    const own = params.metric_aggregation_params;
    const source = own && sources.get(own.semantic_model);
    if (!own || !source) return report.loss(origin, 'It names no measure.');
    return { source, of: { ...own, expr: params.expr }, name, place: `${origin.place}.type_params` };
  }

  expressionOf(measured: Measured, origin: Origin): CallSyntax | undefined {
    return expressionOf(this.world, measured, origin);
  }
}

/** An input of a derived metric or a ratio: its name alone, or narrowed and moved in time. */
export function inputKeys(
  metrics: Metrics,
  input: InputMetric,
  origin: Origin,
): { readonly keys: string | Record<string, unknown>; readonly of: Imported } | undefined {
  const { report } = metrics.world;
  const of = metrics.needed(input.name, origin);
  if (of === undefined) return undefined;
  const moved = Boolean(input.offset_window || input.offset_to_grain);
  const where = metrics.where(input.filter, { below: of.below, moves: of.moves || moved }, origin);
  if (where === 'lost') return undefined;
  if (moved) report.add('difference', origin, input.offset_window ? `${OFFSETS} ${RANGES}` : RANGES);
  const keys = {
    metric: input.name,
    ...where,
    ...(input.offset_window && { offset: `${input.offset_window.count} ${plural(input.offset_window)}` }),
    ...(input.offset_to_grain && { at_start_of: input.offset_to_grain.toLowerCase() }),
  };
  return { keys: Object.keys(keys).length === 1 ? input.name : keys, of };
}

const OFFSETS =
  'Asked by a coarser grain than the offset, each row moves once (rule O2); MetricFlow moves the days of the time spine, so that a month by quarter counts the ends of short months several times and loses others.';
const RANGES = 'What lies before the reported range is read too (rule O5); MetricFlow cuts it off.';

export const plural = ({ count, granularity }: { count: number; granularity: string }): string =>
  count === 1 || granularity.endsWith('s') ? granularity.toLowerCase() : `${granularity.toLowerCase()}s`;
