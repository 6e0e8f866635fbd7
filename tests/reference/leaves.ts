import { dayOf, isBelowDay } from './calendar.js';
import { atoms, type Facts, holds } from './conditions.js';
import { rowsOf } from './datasets.js';
import { entityValue } from './entities.js';
import type { Condition, Dataset, Model, Place, QueryDimension } from './format.js';
import { type DayFor, type Pair, pairsOf, valueAt } from './links.js';
import { METRIC_TIME, pathFor, type Walk, walk } from './paths.js';
import { type Period, periodAt } from './periods.js';
import { Refused, sure } from './refused.js';
import { isReported } from './reported.js';
import type { Leaf, Scope } from './scope.js';
import { typeOfGrain } from './spines.js';
import { cut, instantOf, onWall, partOf, wallMicros } from './times.js';
import { Day, parseDay, parseStamp, Stamp, type Value } from './values.js';
import { toWall } from './zones.js';

/** A row of a simple metric with one choice of partners, which passes all conditions but the reported range. */
export interface LeafPair {
  /** Place of the row in its dataset. */
  row: number;
  pair: Pair;
  /** Values of the query's dimensions. */
  values: Value[];
  /** metric_time as stored, and on the time axis of the query (null: none). */
  time: Day | Stamp | null;
  axis: number | null;
  period?: Period;
  /** Do the range and the conditions on metric_time let it through? */
  reported: boolean;
}

/** What the rows of a dataset are asked: its dataset, its time, and conditions beyond those of the query. */
interface Source {
  dataset: string;
  time: string | undefined;
  filters: Condition[];
}

export const timeOf = (model: Model, leaf: Leaf): string | undefined =>
  leaf.metric.time ?? model.datasets[leaf.metric.dataset]?.time;

export const leafPairs = (scope: Scope, leaf: Leaf): LeafPair[] =>
  sourcePairs(scope, { dataset: leaf.metric.dataset, time: timeOf(scope.model, leaf), filters: leaf.filters });

/** Pairs of a dataset under the query's conditions and some more. */
export function sourcePairs(scope: Scope, source: Source): LeafPair[] {
  const key = JSON.stringify(source);
  let pairs = scope.pairs.get(key);
  if (!pairs) {
    pairs = findPairs(scope, source);
    scope.pairs.set(key, pairs);
  }
  return pairs;
}

function segmentsOf(scope: Scope, name: string, dataset: Dataset): Condition[] {
  return (scope.query.segments ?? []).flatMap((segment) => {
    const conditions = dataset.segments[segment];
    if (!conditions) throw new Refused('UNKNOWN_SEGMENT', `${name} has no segment ${segment}`);
    return conditions;
  });
}

const placesOf = (conditions: readonly Condition[]): Place[] =>
  atoms(conditions).flatMap((c): Place[] => ('metric' in c ? (c.per === undefined ? [] : [{ path: c.per }]) : [c]));

/** The day that the question, or a link that looks at today, says. */
function dayAsked({ query, zone }: Scope, asOf: 'now' | undefined): Day | undefined {
  if (query.valid_at !== undefined) return parseDay(query.valid_at);
  return asOf === 'now' ? new Day(dayOf(toWall(zone, parseStamp(sure(query.now, 'now')).micros))) : undefined;
}

function findPairs(scope: Scope, { dataset: name, time: timeName, filters }: Source): LeafPair[] {
  const { model, dimensions } = scope;
  const dataset = sure(model.datasets[name], name);
  const conditions = [...scope.rowConditions, ...segmentsOf(scope, name, dataset), ...filters];
  const walks = new Map<string, Walk>();
  for (const place of [...dimensions, ...placesOf(conditions)]) {
    const path = pathFor(place, name);
    if (path !== METRIC_TIME) walks.set(path, walk(model, name, path));
    else if (timeName === undefined) throw new Refused('NO_METRIC_TIME', `${name} has no time`);
  }
  const needsTime = scope.range !== undefined || scope.timeConditions.length > 0;
  const during = [...walks.values()].some(({ links }) =>
    links.some(({ link }) => link.during && link.during.as_of === undefined && scope.query.valid_at === undefined),
  );
  if (timeName === undefined && (needsTime || during)) throw new Refused('NO_METRIC_TIME', `${name} has no time`);
  return rowsOf(model, name).flatMap((row, at) => {
    const time = (timeName === undefined ? null : row.dimensions[timeName]) as Day | Stamp | null;
    const wall = onWall(scope.zone, time) as Day | Stamp | null;
    const day = wall === null ? null : new Day(dayOf(wallMicros(wall)));
    const dayFor: DayFor = ({ as_of }) => dayAsked(scope, as_of) ?? day;
    return pairsOf(model, row, [...walks.values()], dayFor).flatMap((pair): LeafPair[] => {
      const raw = (place: Place): { value: Value; type: string } => {
        const path = pathFor(place, name);
        if (path === METRIC_TIME) return { value: time, type: time instanceof Day ? 'date' : 'timestamp' };
        const walked = sure(walks.get(path), path);
        return { value: valueAt(pair, walked), type: walked.type };
      };
      const facts: Facts = {
        dimension: (place, grain) => {
          const { value, type } = raw(place);
          const onClock = onWall(scope.zone, value);
          if (grain === undefined) return { value: onClock, type };
          return { value: cut(model, onClock, grain), type: typeOfGrain(model, grain) };
        },
        metric: (metric, per) => entityValue(scope, metric, sure(per), raw({ path: sure(per) }).value),
      };
      if (!holds(conditions, facts)) return [];
      const axis = wall === null ? null : scope.main?.onInstants ? (time as Day | Stamp) : wall;
      const axisMicros = axis === null ? null : wallMicros(axis);
      const period = scope.main ? periodAt(scope, scope.main, axisMicros) : undefined;
      const values = dimensions.map((dimension, i) => {
        if (period && i === scope.main?.index) return period.shown;
        const value = shownValue(scope, dimension, raw(dimension).value);
        return scope.relabel?.index === i ? scope.relabel.to(value) : value;
      });
      return [
        { row: at, pair, values, time, axis: axisMicros, ...(period && { period }), reported: isReported(scope, wall) },
      ];
    });
  });
}

function shownValue(scope: Scope, { grain, part, instants }: QueryDimension, value: Value): Value {
  const wall = onWall(scope.zone, value);
  if (part !== undefined) return partOf(wall, part);
  if (instants && value instanceof Stamp) {
    return grain === undefined ? value : new Stamp(instantOf(scope.zone, value.micros, grain));
  }
  if (instants && value instanceof Day && grain !== undefined && !isBelowDay(grain)) {
    return new Stamp(wallMicros(cut(scope.model, value, grain) as Day));
  }
  return grain === undefined ? wall : cut(scope.model, wall, grain);
}
