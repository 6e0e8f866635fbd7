import { check } from './checks.js';
import { columnTypes } from './column-types.js';
import { holds } from './conditions.js';
import { filled, fillOf } from './fill.js';
import type { Answer, Model, Order, Query } from './format.js';
import { findGroups, type Group } from './groups.js';
import { lastValue } from './last.js';
import { metricValue } from './metrics.js';
import { openScope } from './open-scope.js';
import { Refused, sure } from './refused.js';
import type { Scope } from './scope.js';
import { topValues, withRest } from './top.js';
import { compareValues, integer, keyOf, type Value, writeValue } from './values.js';

/** `refused` begins with a code; OPEN where the rules leave the question open. */
export type Result = Answer | { refused: string };

/** Answers a query row by row, straight from the rules; any engine should give the same rows. */
export function evaluate(model: Model, query: Query): Result {
  try {
    return answer(model, query);
  } catch (error) {
    if (error instanceof Refused) return { refused: `${error.code}: ${error.message}` };
    throw error;
  }
}

function answer(model: Model, query: Query): Answer {
  const asked = openScope(model, query);
  check(asked);
  const top = query.top ? topValues(asked) : [];
  const scope = query.top ? withRest(asked, top) : asked;
  const fill = query.metrics.length > 0 ? fillOf(scope) : undefined;
  const found = findGroups(scope);
  const groups = fill ? filled(scope, found) : found;
  scope.groups = groups;
  const metrics = [...new Set(query.metrics)];
  const valueIn = (group: Group, name: string) =>
    fill === 'last' ? lastValue(scope, group, name) : groupValue(scope, group, name, fill === 'zero');
  const rows = groups.filter((group) =>
    holds(query.having ?? [], {
      dimension: () => {
        throw new Refused('NOT_A_METRIC', 'having speaks of metrics only');
      },
      metric: (name) => valueIn(group, name),
    }),
  );
  const columns = scope.dimensions.map((d) => d.as);
  const keyed = rows.map((group) => ({
    group,
    keys: (query.order ?? []).map(({ by }) => {
      const at = columns.indexOf(by);
      return at < 0 ? valueIn(group, by) : sure(group.values[at]);
    }),
  }));
  keyed.sort((a, b) => compareKeys(query.order ?? [], a.keys, b.keys) || compareRest(scope, top, a.group, b.group));
  const from = query.offset ?? 0;
  const page = keyed.slice(from, query.limit === undefined ? undefined : from + query.limit);
  return {
    columns: [...columns, ...metrics],
    rows: page.map(({ group }) => [
      ...group.values.map(writeValue),
      ...metrics.map((name) => writeValue(valueIn(group, name))),
    ]),
    ...(query.total && { total: rows.length }),
  };
}

/** In an added row filled with zero, a metric shows 0 where no row is behind it (D1). */
function groupValue(scope: Scope, group: Group, name: string, zero: boolean): Value {
  let behind = 0;
  const counting = {
    ...scope,
    onRead: (pairs: unknown[]) => {
      behind += pairs.length;
    },
  };
  const within = group.period && { within: group.period };
  const value = metricValue(counting, name, [], group.values, { cut: true, ...within });
  return zero && group.added && behind === 0 && isNumber(scope, name) ? integer(0) : value;
}

/** A date has no zero. */
const isNumber = ({ model, query }: Scope, name: string): boolean =>
  !['date', 'timestamp'].includes(columnTypes(model, { ...query, dimensions: [], metrics: [name] })[0] ?? '');

function compareKeys(order: Order[], a: Value[], b: Value[]): number {
  for (const [i, { dir, nulls }] of order.entries()) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    if (keyOf(x) === keyOf(y)) continue;
    if (x === null || y === null) return (x === null) === (nulls === 'first') ? -1 : 1;
    const difference = compareValues(x, y);
    if (difference !== 0) return dir === 'asc' ? difference : -difference;
  }
  return 0;
}

/** With `top`, rows are in rank order and the rest comes last. */
function compareRest(scope: Scope, top: Value[], a: Group, b: Group): number {
  const index = scope.relabel?.index;
  if (index === undefined) return 0;
  const place = (group: Group) => {
    const at = top.findIndex((value) => keyOf(value) === keyOf(group.values[index]));
    return at < 0 ? top.length : at;
  };
  return place(a) - place(b);
}
