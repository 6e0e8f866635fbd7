import { isSketch } from '../../expressions/data-type.js';
import type { AggregateCall, Call, Scalar } from '../../expressions/scalar.js';
import { quoteText } from '../literals.js';
import { ansi, PERCENTILE_ACCURACY, unit } from './ansi.js';
import type { AggregateParts, Dialect, SeriesParts } from './dialect.js';
import { mayBeNaN } from './not-a-number.js';
import { ordered } from './ordered.js';

/** Trino has no exact percentile: the values of the group, sorted, in an array. */
const sorted = ({ arg }: AggregateParts, as: string, filter: string): string =>
  `ARRAY_SORT(ARRAY_AGG(${as === '' ? arg : `CAST(${arg} AS ${as})`}) FILTER (WHERE ${arg} IS NOT NULL${filter}))`;
const inner = ({ condition }: AggregateParts): string => (condition === undefined ? '' : ` AND (${condition})`);

/** `of` one array, which stands in the text once: lambdas are the only names that an expression can give. */
const within = (values: string, of: (values: string) => string): string =>
  `ELEMENT_AT(TRANSFORM(ARRAY[${values}], "v" -> ${of('"v"')}), 1)`;

/** Linear interpolation between the values around (n-1)·p. */
const interpolated = (parts: AggregateParts, fraction: string): string =>
  within(sorted(parts, 'DOUBLE', inner(parts)), (values) => {
    const place = `(CARDINALITY(${values}) - 1) * DOUBLE '${fraction}'`;
    const low = `${values}[CAST(FLOOR(${place}) AS INTEGER) + 1]`;
    const high = `${values}[CAST(CEIL(${place}) AS INTEGER) + 1]`;
    const part = `(${place} - FLOOR(${place}))`;
    return mayBeNaN(parts.call.args[0])
      ? `IF(${low} = ${high}, ${low}, ${low} * (1 - ${part}) + ${high} * ${part})` // ∞ - ∞ is NaN
      : `${low} + (${high} - ${low}) * ${part}`;
  });

/** A SEQUENCE has at most so many entries; longer ones come in pages. */
const SEQUENCE_LENGTH = 10_000;

function intervalOf({ count, grain }: SeriesParts['step']): string {
  if (grain === 'week') return `INTERVAL '${count * 7}' DAY`;
  if (grain === 'quarter') return `INTERVAL '${count * 3}' MONTH`;
  return `INTERVAL '${count}' ${grain.toUpperCase()}`;
}

const isText = (scalar: Scalar | undefined): boolean =>
  scalar?.kind === 'literal' && typeof scalar.value === 'string' && scalar.value !== '';

/** A known text as a pattern: Trino looks its beginning up in the statistics of files, and calls functions row by row. */
const like = (
  x: string | undefined,
  part: Scalar | undefined,
  pattern: (text: string) => string,
): string | undefined =>
  (part?.kind === 'literal' || part?.kind === 'value') && typeof part.value === 'string'
    ? `(${x} LIKE ${quoteText(pattern(part.value.replace(/[\\%_]/g, '\\$&')))} ESCAPE '\\')`
    : undefined;

/** Texts of times and doubles as people write them: Trino says 2024-01-31 10:00:00.000000 and 2.5E0. */
function castTo(x: string, { type, args }: Call): string {
  const from = type === 'text' ? args[0]?.type : undefined;
  if (from === 'timestamp') return `REGEXP_REPLACE(CAST(CAST(${x} AS TIMESTAMP(6)) AS VARCHAR), '\\.?0+$', '')`;
  if (from === 'double')
    return mayBeNaN(args[0])
      ? `IF(IS_FINITE(${x}), JSON_FORMAT(CAST(${x} AS JSON)), CAST(${x} AS VARCHAR))`
      : `JSON_FORMAT(CAST(${x} AS JSON))`;
  return `CAST(${x} AS ${trino.type(type)})`;
}

/** Within a ROW too, NaN is larger than all. */
const withNaNLast = (parts: AggregateParts): AggregateParts => {
  const [value = '', ...keys] = parts.args;
  const withFlags = keys.flatMap((key, index) =>
    mayBeNaN(parts.call.args[index + 1]) ? [`IS_NAN(${key})`, key] : [key],
  );
  return { ...parts, args: [value, ...withFlags] };
};

/** Of other values the set is made of their texts. */
const SET_TYPES: ReadonlySet<string> = new Set(['integer', 'bigint', 'double', 'text']);

const isStored = (call: AggregateCall): boolean => call.args[0] !== undefined && isSketch(call.args[0].type);

export const trino: Dialect = {
  ...ansi,
  name: 'trino',
  can: { ...ansi.can, storedSketches: true },
  accuracy: (call) =>
    call.name !== 'approx_distinct'
      ? PERCENTILE_ACCURACY
      : isStored(call)
        ? 'a distinct count by stored HyperLogLogs, standard error 1.6 % where APPROX_SET made them' // 4,096 registers
        : 'a distinct count by HyperLogLog, standard error 2.3 %', // 2,048 registers
  type: (type) => (type === 'timestamp' ? 'TIMESTAMP(6)' : ansi.type(type)),
  series: (parts) => {
    const { step, column, input } = parts;
    const [from, through] = [parts.from, parts.through].map((bound) => `CAST(${bound} AS ${trino.type(parts.type)})`);
    const page = SEQUENCE_LENGTH * step.count;
    const at = (more: string) => `DATE_ADD('${step.grain}', "pages"."page" * ${page}${more}, ${from})`;
    const steps = `SEQUENCE(${at('')}, LEAST(${through}, ${at(` + ${page - step.count}`)}), ${intervalOf(step)})`;
    const pages = `UNNEST(SEQUENCE(0, DATE_DIFF('${step.grain}', ${from}, ${through}) / ${page})) AS "pages" ("page")`;
    return `SELECT "series".${column} FROM ${input === null ? '' : `${input} CROSS JOIN `}${pages} CROSS JOIN UNNEST(${steps}) AS "series" (${column})`;
  },
  calls: {
    ...ansi.calls,
    cast: ([x = ''], call) => castTo(x, call),
    ...ordered,
    greatest: (args, call) =>
      call.args.some(mayBeNaN)
        ? `CASE WHEN ${args.map((arg) => `${arg} IS NULL`).join(' OR ')} THEN NULL WHEN ${args.map((arg) => `IS_NAN(${arg})`).join(' OR ')} THEN NAN() ELSE GREATEST(${args.join(', ')}) END`
        : `GREATEST(${args.join(', ')})`,
    sign: ([x], call) => (mayBeNaN(call.args[0]) ? `IF(IS_NAN(${x}), 0E0, SIGN(${x}))` : `SIGN(${x})`),
    upper: ([x]) => `REPLACE(UPPER(${x}), 'ß', 'ẞ')`, // which DuckDB says
    // DuckDB's finds no empty part; Trino's finds one before each character
    replace: ([x, part, by], call) =>
      isText(call.args[1]) ? `REPLACE(${x}, ${part}, ${by})` : `IF(${part} = '', ${x}, REPLACE(${x}, ${part}, ${by}))`,
    contains: ([x, part]) => `(STRPOS(${x}, ${part}) > 0)`,
    starts_with: ([x, part], call) => like(x, call.args[1], (text) => `${text}%`) ?? `STARTS_WITH(${x}, ${part})`,
    ends_with: ([x, part], call) =>
      like(x, call.args[1], (text) => `%${text}`) ?? `(STRPOS(REVERSE(${x}), REVERSE(${part})) = 1)`,
    at_zone: ([x, zone]) => `CAST(WITH_TIMEZONE(${x}, 'UTC') AT TIME ZONE ${zone} AS TIMESTAMP(6))`,
    from_zone: ([x, zone]) => `CAST(WITH_TIMEZONE(${x}, ${zone}) AT TIME ZONE 'UTC' AS TIMESTAMP(6))`,
    // The difference of two timestamps is cut to milliseconds; periods begin at whole seconds
    minus_elapsed: ([x, local, period]) => `DATE_TRUNC('second', ${x}) - (DATE_TRUNC('second', ${local}) - ${period})`,
    extract: unit((name, [x]) => `EXTRACT(${name.toUpperCase()} FROM ${x})`),
  },
  aggregates: {
    ...ansi.aggregates,
    // A sum of bigint overflows at 64 bits; one of decimals has 38 digits, whatever theirs, and wide ones are slow to add
    sum: ({ arg, filter, call }) => {
      if (!call.type.startsWith('decimal')) return `SUM(${arg})${filter}`;
      const type = trino.type(call.type);
      return call.args[0]?.type.startsWith('decimal')
        ? `CAST(SUM(${arg})${filter} AS ${type})`
        : `SUM(CAST(${arg} AS ${type}))${filter}`;
    },
    max: ({ arg, filter, call }) =>
      mayBeNaN(call.args[0])
        ? `IF(BOOL_OR(IS_NAN(${arg}))${filter}, NAN(), MAX(${arg})${filter})`
        : `MAX(${arg})${filter}`,
    min_by: (parts) => ansi.aggregates.min_by(withNaNLast(parts)),
    max_by: (parts) => ansi.aggregates.max_by(withNaNLast(parts)),
    approx_distinct: ({ arg, filter, call }) =>
      isStored(call)
        ? `COALESCE(CARDINALITY(MERGE(CAST(${arg} AS HYPERLOGLOG))${filter}), 0)`
        : `APPROX_DISTINCT(${arg})${filter}`,
    approx_percentile: (parts) => {
      const { arg, filter, call } = parts;
      return isStored(call)
        ? `VALUE_AT_QUANTILE(MERGE(CAST(${arg} AS TDIGEST))${filter}, DOUBLE '${call.fraction}')`
        : `APPROX_PERCENTILE(CAST(${arg} AS DOUBLE), DOUBLE '${call.fraction}') FILTER (WHERE IS_FINITE(${arg})${inner(parts)})`; // a t-digest takes no others
    },
    hll_sketch: ({ arg, filter, call }) =>
      isStored(call)
        ? `CAST(MERGE(CAST(${arg} AS HYPERLOGLOG))${filter} AS VARBINARY)`
        : `CAST(APPROX_SET(${SET_TYPES.has(call.args[0]?.type ?? '') ? arg : `CAST(${arg} AS VARCHAR)`})${filter} AS VARBINARY)`,
    tdigest_sketch: (parts) =>
      isStored(parts.call)
        ? `CAST(MERGE(CAST(${parts.arg} AS TDIGEST))${parts.filter} AS VARBINARY)`
        : `CAST(TDIGEST_AGG(CAST(${parts.arg} AS DOUBLE)) FILTER (WHERE IS_FINITE(${parts.arg})${inner(parts)}) AS VARBINARY)`,
    median: (parts) => interpolated(parts, '0.5'),
    percentile_cont: (parts) => interpolated(parts, parts.call.fraction ?? '0.5'),
    percentile_disc: (parts) =>
      within(
        sorted(parts, '', inner(parts)),
        (values) =>
          `${values}[GREATEST(1, CAST(CEIL(CARDINALITY(${values}) * DECIMAL '${parts.call.fraction}') AS INTEGER))]`,
      ),
  },
};
