import { all, mapScalar, type Scalar } from '../../expressions/scalar.js';
import type { Dataset, Filter } from '../../model/model.js';
import type { DimensionPath } from '../../model/path.js';
import { isCalendarGrain } from '../../time/grain.js';
import { unitNames } from '../custom-grains.js';
import { dayLookedAt } from '../history.js';
import { Joins } from '../joins.js';
import { isStill } from '../movement.js';
import { instantOf, inZone, partOf, periodOf, spellPeriods } from '../periods.js';
import type { Named, PlanNode } from '../plan.js';
import { isMetricTime, type Question, type QuestionDimension } from '../question.js';
import { notExpressible, type Timeline, timelineOf } from '../timeline.js';
import { missing } from './missing.js';
import { RowConditions } from './row-conditions.js';
import { RowTime } from './row-time.js';
import type { LeafSettings } from './settings.js';

/** Name of the column that holds a row's unit of time, for windows. */
export const UNIT = 'unit';

/** The rows of one dataset under the question's conditions, with the groups that they belong to. */
export class Rows {
  readonly joins: Joins;
  readonly timeline: Timeline | null;
  readonly groups: readonly Named[];
  readonly time: RowTime;
  private readonly conditionsOn: RowConditions;
  private readonly conditions: readonly Scalar[];

  constructor(private readonly settings: LeafSettings) {
    const { model, question, movement } = settings;
    const dataset: Dataset = model.datasets.get(settings.dataset) ?? missing(`dataset ${settings.dataset}`);
    this.joins = new Joins(model, dataset, {
      day: (during) => dayLookedAt(during, question.history, () => this.time.day(this.time.ownTime())),
      local: (time) => inZone(time, question.zone),
      metricValue: settings.metricValue,
    });
    this.timeline = isStill(movement) ? null : timelineOf(question);
    if (this.timeline === null && movement.looks.length > 0)
      notExpressible('at_start_of needs metric_time among the dimensions.');
    this.time = new RowTime(settings, this.joins, this.timeline);
    const reports = this.timeline === null;
    this.conditionsOn = new RowConditions(settings, this.joins, this.time, reports);
    this.groups = this.groupsOf(question);
    for (const paths of question.touched ?? []) this.touch(paths.get(settings.dataset));
    const edgeFilter = settings.edge === null ? undefined : this.filter(settings.edge.filters);
    this.conditions = [
      ...question.where.flatMap((condition) => this.conditionsOn.of(condition)),
      ...question.segments.map((name) => this.spell(dataset.segments.get(name) ?? missing(`segment ${name}`), 'query')),
      ...(reports ? this.time.range() : settings.readsAll ? [] : this.time.reach()),
      ...(movement.moves.length > 0 ? this.time.hasMoved() : []),
      ...(edgeFilter ? [edgeFilter] : []),
    ];
  }

  /** The rows that pass the conditions. */
  filtered(): PlanNode {
    return this.joins.filtered(this.conditions);
  }

  /** Whether a row may stand there several times, once for each partner. */
  get pairs(): boolean {
    return this.joins.pairs(this.conditions);
  }

  private groupsOf(question: Question): readonly Named[] {
    const { window, looks } = this.settings.movement;
    if (window === null && looks.length === 0)
      return question.dimensions.map((dimension) => ({ name: dimension.name, value: this.dimension(dimension) }));
    const timeline = this.timeline ?? missing('timeline');
    const others = this.otherDimensions().map(
      (dimension): Named => ({ name: dimension.name, value: this.dimension(dimension) }),
    );
    if (window === null)
      return [
        { name: timeline.dimension.name, value: this.dimension({ ...timeline.dimension, instants: false }) },
        ...others,
      ];
    const unit = this.time.unit(window, timeline);
    const custom: Named[] =
      window.kind === 'to_date' && !isCalendarGrain(window.grain)
        ? [{ name: unitNames(window.grain), value: this.time.customPeriod(window.grain, this.time.movedTime()) }]
        : [];
    return [{ name: UNIT, value: unit }, ...custom, ...others];
  }

  otherDimensions(): readonly QuestionDimension[] {
    return this.settings.question.dimensions.filter(
      (dimension) => !isMetricTime(dimension) || dimension.stage === true,
    );
  }

  /** Filters of metrics, with what their expressions ask of links. */
  filter(filters: readonly Filter[]): Scalar | undefined {
    const parts = filters.flatMap((filter) => {
      const own = filter.get(this.settings.dataset);
      if (own === undefined) return [];
      const needs: Scalar[] = [];
      const spelled = this.spell(own, 'metric', needs);
      return [...needs, spelled];
    });
    return parts.length === 0 ? undefined : all(distinct(parts));
  }

  private dimension(dimension: QuestionDimension): Scalar {
    const shown = this.shown(dimension);
    const { top } = dimension;
    if (top === undefined) return shown;
    return this.joins.topValue(shown, top);
  }

  private shown(dimension: QuestionDimension): Scalar {
    const { zone } = this.settings.question;
    const of = dimension.stage ? this.time.ownTime() : this.conditionsOn.path(dimension);
    if (dimension.part !== null) return partOf(of, dimension.part, zone);
    if (dimension.grain === null) return of.type === 'timestamp' ? inZone(of, zone) : of;
    if (typeof dimension.grain !== 'string') return this.time.customPeriod(dimension.grain.custom, of);
    return dimension.instants ? instantOf(of, dimension.grain, zone) : periodOf(of, dimension.grain, zone);
  }

  private touch(path: DimensionPath | undefined): void {
    if (path?.dimension && path.links.some((link) => link.join === 'inner')) this.joins.value(path, 'query');
  }

  spell(scalar: Scalar, usedBy: 'query' | 'metric', needs: Scalar[] = []): Scalar {
    const spelled = this.joins.spell(scalar, usedBy, needs);
    return mapScalar(spelled, (node) =>
      spellPeriods(
        node.kind === 'call' && node.name === 'metric_time' ? this.time.ownTime() : node,
        this.settings.question.zone,
      ),
    );
  }
}

function distinct(parts: readonly Scalar[]): Scalar[] {
  const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...seen.values()];
}
