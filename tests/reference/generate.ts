import { microsOfGrain } from './calendar.js';
import { columnTypes } from './column-types.js';
import { evaluate, type Result } from './evaluate.js';
import { FEATURES, type Feature } from './features.js';
import type { Case, Cell, ColumnType, CompareOptions, Model, Query, Suite } from './format.js';
import { balancesFor, withBalance } from './generate-balances.js';
import { withEntities } from './generate-entities.js';
import { filledOtherwise } from './generate-fill.js';
import { withKey } from './generate-keys.js';
import { modelFor } from './generate-model.js';
import { withPartners } from './generate-partners.js';
import { queryFor, timeTypes } from './generate-query.js';
import { refusalFor } from './generate-refusals.js';
import { movesInTime } from './moves.js';
import { openScope } from './open-scope.js';
import { Random } from './random.js';
import { Refused, sure } from './refused.js';
import { rulesOf } from './rules.js';
import { leavesOf } from './scope.js';

export interface GeneratedCase {
  /** Or the name of a case that is written down. */
  seed: number | string;
  model: Model;
  query: Query;
  outcome: 'rows' | 'reject' | 'rows_or_reject';
  /** The reference evaluator's answer: rows unless the outcome is `reject`. */
  result: Result;
  compare: CompareOptions;
  /** Rules of the cases' README that the case exercises. */
  rules: string[];
}

/**
 * The case of a seed: the same one each time for the same features. Questions that the rules leave open are not asked.
 * @param options.features what the case may use; all when absent
 */
export function generate(seed: number, options: { features?: readonly Feature[] } = {}): GeneratedCase {
  const features = new Set(options.features ?? FEATURES);
  const has = (feature: Feature) => features.has(feature);
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  const also = new Random(Math.imul(seed, 0x85ebca6b) ^ 0x27d4eb2f);
  const keys = new Random(Math.imul(seed, 0xc2b2ae35) ^ 0x165667b1);
  const few = new Random(Math.imul(seed, 0x27220a95) ^ 0x3c6ef372);
  const plain = modelFor(random, has);
  const model: Model = { ...plain, metrics: { ...plain.metrics, ...balancesFor(also) } };
  for (let attempt = 0; attempt < 200; attempt++) {
    const filled = filledOtherwise(also, model, withBalance(also, plain, queryFor(random, plain, has), has), has);
    const query = withEntities(few, model, withPartners(keys, model, withKey(keys, model, filled)), has);
    if (!isSettled(model, query)) continue;
    const result = evaluate(model, query);
    if ('refused' in result) continue;
    if (result.rows.length === 0 && random.chance(0.9)) continue;
    const compare: CompareOptions = {
      ordered: query.order !== undefined || (query.top !== undefined && query.dimensions.length === 1),
      keep_null_rows: !usesConversionCount(model, query),
      null_as_zero: usesConversionCount(model, query),
    };
    if (random.chance(0.15)) {
      const refusal = refusalFor(random, model, query);
      const { outcome } = refusal;
      const repeated = evaluate(model, refusal.query);
      return { seed, model, query: refusal.query, outcome, result: repeated, compare, rules: [refusal.rule] };
    }
    return { seed, model, query, outcome: 'rows', result, compare, rules: rulesOf(model, query, result) };
  }
  throw new Error(`no query was found for seed ${seed}`);
}

const usesConversionCount = (model: Model, query: Query): boolean =>
  query.metrics.some((name) => {
    const metric = model.metrics[name];
    return metric?.kind === 'conversion' && metric.calculation === 'count';
  });

/** Would every reading of the rules give the same answer? */
export function isSettled(model: Model, query: Query): boolean {
  if (usesConversionCount(model, query) && (query.having || query.order || query.limit !== undefined || query.total))
    return false;
  if (query.top && hasTies(model, query)) return false;
  if (isLong(model, query)) return false;
  if (cutsDatesBelowTheDay(model, query)) return false;
  const moves = query.metrics.some((name) => movesInTime(model, name));
  const atEdge = query.metrics.some((name) => leavesOf(model, name).some(({ metric }) => metric.semi_additive));
  const forward = query.metrics.some((name) =>
    leavesOf(model, name).some(({ metric }) => metric.semi_additive?.fill_forward !== undefined),
  );
  if ((forward || (moves && atEdge)) && query.fill === 'zero') return false;
  const byTime = query.dimensions.some((d) => d.path === 'metric_time');
  // What windows and shifted inputs show for rows without a time is left open.
  return !(moves && byTime && !query.range && hasNullTimes(model));
}

/** Is a metric in having, order or top by days while periods are shorter? */
function cutsDatesBelowTheDay(model: Model, query: Query): boolean {
  if (!query.dimensions.some(({ path, grain }) => path === 'metric_time' && ['hour', 'minute'].includes(grain ?? '')))
    return false;
  const asked = JSON.stringify([query.metrics, query.having, query.order, query.top]);
  const named = Object.keys(model.metrics).filter((name) => asked.includes(JSON.stringify(name)));
  return timeTypes(model, named).includes('date');
}

/** Would filling make thousands of periods? */
function isLong(model: Model, query: Query): boolean {
  const grain = query.dimensions.find((d) => d.path === 'metric_time')?.grain ?? '';
  if (!['hour', 'minute'].includes(grain)) return false;
  if (!query.fill && !query.metrics.some((name) => (model.metrics[name] as { dense?: true }).dense)) return false;
  const range = rangeOf(model, query);
  return !range || (range.to - range.from) / microsOfGrain(grain) > 100;
}

/** None either where it is refused: by a unit that the spine has not. */
function rangeOf(model: Model, query: Query): ReturnType<typeof openScope>['range'] | undefined {
  try {
    return openScope(model, query).range;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

const hasNullTimes = (model: Model): boolean =>
  Object.entries(model.tables).some(([name, { columns, rows }]) =>
    columns.some(
      ([column], i) =>
        ['day', 'at', 'joined'].includes(column) && name !== 'spine' && rows.some((row) => row[i] === null),
    ),
  );

/** Do two values of the top's dimension share their rank? */
function hasTies(model: Model, query: Query): boolean {
  const { by, dimension } = sure(query.top);
  const { top, having, order, limit, offset, fill, total, ...rest } = query;
  const alone = evaluate(model, { ...rest, dimensions: query.dimensions.filter((d) => d.as === dimension) });
  const ranked = evaluate(model, {
    ...rest,
    metrics: [...query.metrics, by],
    dimensions: query.dimensions.filter((d) => d.as === dimension),
  });
  if ('refused' in ranked || 'refused' in alone || alone.rows.length !== ranked.rows.length) return true;
  const at = ranked.columns.indexOf(by);
  return new Set(ranked.rows.map((row) => String(row[at] === null ? null : Number(row[at])))).size < ranked.rows.length;
}

/** Generated cases as a suite of metric-cases/1, for the project's own runner. */
export function toSuite(name: string, cases: readonly GeneratedCase[]): Suite {
  return {
    format: 'metric-cases/1',
    name,
    models: Object.fromEntries(cases.map((c) => [`m${c.seed}`, c.model])),
    cases: cases.map((c): Case => {
      const { result } = c;
      const id = `generated-${c.seed}`;
      const common = {
        id,
        title: id,
        model: `m${c.seed}`,
        tags: ['generated'],
        rules: c.rules,
        query: c.query,
        compare: c.compare,
      };
      if (c.outcome === 'reject' || 'refused' in result) return { ...common, expected: { outcome: 'reject' } };
      const types = columnTypes(c.model, c.query);
      const inForm = (cell: Cell, type: ColumnType | undefined): Cell =>
        type === 'double' && typeof cell === 'string'
          ? Number(cell)
          : type === 'decimal' && cell !== null
            ? String(cell)
            : cell;
      const rows = result.rows.map((row) => row.map((cell, i) => inForm(cell, types[i])));
      return { ...common, expected: { outcome: c.outcome, types, ...result, rows } };
    }),
  };
}
