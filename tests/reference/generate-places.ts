import { rowsOf } from './datasets.js';
import type { Cell, Condition, Model, PathCondition, Place } from './format.js';
import type { Random } from './random.js';
import { keyOf, type Value, writeValue } from './values.js';

/** A place that can be asked for from each of some datasets. */
export interface Reach {
  place: Place;
  type: string;
  /** Where the values are. */
  dataset: string;
  dimension: string;
  /** Ends behind a link with a default label. */
  labelled: boolean;
}

/**
 * Places within three links. What the rules leave open is left out: an inner link behind another link, and a default
 * label on a dimension that is not text.
 */
export function reachFrom(model: Model, dataset: string): Reach[] {
  const found: Reach[] = [];
  const visit = (here: string, prefix: string, depth: number, labelled: boolean) => {
    const { dimensions, links } = model.datasets[here] ?? { dimensions: {}, links: {} };
    for (const [dimension, { type }] of Object.entries(dimensions)) {
      if (!labelled || type === 'text')
        found.push({ place: { path: prefix + dimension }, type, dataset: here, dimension, labelled });
    }
    for (const [name, link] of Object.entries(links)) {
      if (depth < 3 && (depth === 0 || link.join === 'left')) {
        visit(link.to, `${prefix}${name}.`, depth + 1, link.default !== undefined);
      }
    }
  };
  visit(dataset, '', 0, false);
  return found;
}

/** Places that all the datasets have: by the same path, or here and there by paths of their own. */
export function sharedReach(random: Random, model: Model, datasets: readonly string[]): Reach[] {
  const [first = '', ...others] = datasets;
  const all = new Map(datasets.map((dataset) => [dataset, reachFrom(model, dataset)]));
  const same = (all.get(first) ?? []).filter((reach) =>
    others.every((other) => all.get(other)?.some((r) => r.place.path === reach.place.path && r.type === reach.type)),
  );
  if (others.length === 0) return same;
  const different = Array.from({ length: 6 }, (): Reach[] => {
    const one = random.pick((all.get(first) ?? []).filter((r) => r.type === 'text' || r.type === 'date'));
    const paths: Record<string, string> = { [first]: one.place.path ?? '' };
    for (const other of others) {
      const fitting = (all.get(other) ?? []).filter((r) => r.type === one.type && r.dimension === one.dimension);
      const anyFitting = fitting.length > 0 ? fitting : (all.get(other) ?? []).filter((r) => r.type === one.type);
      paths[other] = random.pick(anyFitting).place.path ?? '';
    }
    return new Set(Object.values(paths)).size > 1 ? [{ ...one, place: { paths }, labelled: true }] : [];
  }).flat();
  return [...same, ...different];
}

const cellOf = (type: string, value: Value): Cell => {
  const cell = writeValue(value);
  return type === 'bigint' || type.startsWith('decimal') ? String(cell) : cell;
};

/** Values that occur, in the form of the type. */
export function valuesAt(model: Model, reach: Reach): Cell[] {
  const values = rowsOf(model, reach.dataset).flatMap((row) => row.dimensions[reach.dimension] ?? []);
  return [...new Map(values.map((value) => [keyOf(value), cellOf(reach.type, value)])).values()];
}

const FALLBACK: Record<string, Cell> = {
  text: 'x',
  integer: 1,
  bigint: '1',
  double: 0.5,
  boolean: true,
  date: '2024-02-01',
  timestamp: '2024-02-01T08:00:00',
};

/** One comparison on a place. */
export function comparisonFor(random: Random, model: Model, reach: Reach): Condition {
  const { place, type } = reach;
  const isTime = type === 'date' || type === 'timestamp';
  const values = valuesAt(model, reach);
  const fallback = FALLBACK[type] ?? '1.00';
  const value = (): Cell => (values.length === 0 ? fallback : random.pick(values));
  const list = (count: number) => Array.from({ length: count }, value);
  const compare = (op: string, operand?: Cell | Cell[]): PathCondition => ({
    ...place,
    op,
    ...(operand !== undefined && { value: operand }),
  });
  const choices: (() => PathCondition)[] = [
    () => compare('=', value()),
    () => compare('!=', value()),
    () => compare('in', [...list(2), ...(random.chance(0.4) && !reach.labelled ? [null] : [])]),
    () => compare('not_in', list(random.between(1, 2))),
  ];
  if (!reach.labelled) choices.push(() => compare(random.chance(0.5) ? 'is_null' : 'is_not_null'));
  if (type !== 'boolean') {
    choices.push(() => compare(random.pick(['<', '<=', '>', '>=']), value()));
    choices.push(() =>
      compare(
        'between',
        list(2).toSorted((a, b) =>
          typeof a === 'number' ? a - Number(b) : a === b ? 0 : String(a) < String(b) ? -1 : 1,
        ),
      ),
    );
  }
  if (type === 'text') {
    const part = () => {
      const text = String(value());
      return random.chance(0.4) ? random.pick(['%', '_', "'", 'a', '\\', 'ç']) : text.slice(0, 2);
    };
    for (const op of ['contains', 'starts_with', 'ends_with']) {
      choices.push(() => ({ ...compare(op, part()), ...(random.chance(0.4) && { ignore_case: true }) }));
    }
  }
  if (isTime) {
    choices.push(
      () => timeComparison(random, place, values),
      () => timeComparison(random, place, values),
    );
  }
  return random.pick(choices)();
}

/** A comparison of a time cut to a grain. */
export function timeComparison(
  random: Random,
  place: Place,
  values: Cell[],
  grains: readonly string[] = [],
): PathCondition {
  const grain = random.pick(['day', 'day', 'month', 'week', 'quarter', 'year', ...grains]);
  const day = () => String(values.length === 0 ? '2024-02-01' : random.pick(values)).slice(0, 10);
  const start = (text: string) =>
    grain === 'month' ? `${text.slice(0, 7)}-01` : grain === 'year' ? `${text.slice(0, 4)}-01-01` : text;
  if (random.chance(0.4)) return { ...place, grain, op: 'between', value: [start(day()), start(day())].toSorted() };
  return { ...place, grain, op: random.pick(['=', '!=', '<', '<=', '>', '>=']), value: start(day()) };
}
