import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { readDate, readWallClock } from '../time/wall-clock.js';
import { NumberText } from './number-text.js';

/** Shared by both parts of the schema: one instance each, since two of one name make the schema throw. */

const printed = (node: ValueNode): string =>
  'value' in node
    ? String(node.value)
    : node.kind === Kind.NULL
      ? 'null'
      : node.kind === Kind.LIST
        ? 'a list'
        : 'an object';

/** A scalar that is text on its way in and passes as it is on its way out. */
function textScalar(
  name: string,
  description: string,
  form: string,
  isValid: (text: string) => boolean,
): GraphQLScalarType<string, unknown> {
  const read = (value: unknown, shown: string, node?: ValueNode): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new GraphQLError(`Expected ${form}, found ${shown.slice(0, 100)}.`, node ? { nodes: node } : {});
  };
  return new GraphQLScalarType<string, unknown>({
    name,
    description,
    serialize: (value) => (typeof value === 'number' ? String(value) : value),
    parseValue: (value) => read(value, JSON.stringify(value) ?? 'nothing'),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, printed(node), node),
  });
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

export const DateScalar = textScalar(
  'Date',
  'A calendar day: "2024-01-31".',
  'a day such as "2024-01-31"',
  (text) => readDate(text) !== undefined,
);

export const LocalDateTime = textScalar(
  'LocalDateTime',
  'What a wall clock of the request’s time zone shows: "2024-01-31T10:00:00". Periods of a day and more are shown by their first day: "2024-01-01"; periods of a custom grain as its column has them.',
  'a wall-clock time such as "2024-01-31T10:00", without Z or offset',
  (text) => readWallClock(text) !== undefined,
);

export const Instant = textScalar(
  'Instant',
  'A moment, the same everywhere: "2024-01-31T10:00:00Z".',
  'an instant such as "2024-01-31T10:00:00Z"',
  (text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text)),
);

/** A name that may also be written without quotes, as an enum value is. */
function nameScalar(
  name: string,
  description: string,
  spell: (text: string) => string = (text) => text,
): GraphQLScalarType<string, unknown> {
  return new GraphQLScalarType<string, unknown>({
    name,
    description,
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value === 'string') return spell(value);
      throw new GraphQLError(`Expected a name, found ${(JSON.stringify(value) ?? 'nothing').slice(0, 100)}.`);
    },
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.ENUM) return spell(node.value);
      throw new GraphQLError(`Expected a name, found ${printed(node).slice(0, 100)}.`, { nodes: node });
    },
  });
}

export const MetricName = nameScalar('MetricName', 'The name of a metric: streaming_hours.');
export const DimensionPath = nameScalar(
  'DimensionPath',
  'The way to a dimension over links, each named by its role: "member.country.region". An own dimension is a path of one step; metric_time is each metric’s own time.',
);
export const Grain = nameScalar(
  'Grain',
  'second, minute, hour, day, week (from Monday), month, quarter, year, or a custom grain of the calendar; MONTH and "month" are the same.',
  (text) => (text === text.toUpperCase() ? text.toLowerCase() : text),
);

/** Digits of literals are kept as text; a JSON number that has already been rounded is refused. */
function readNumber(value: number): NumberText {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return new NumberText(String(value));
  throw new GraphQLError(
    `A JSON number beyond 2^53 loses digits: send it as text, for example "${BigInt(Number.isFinite(value) ? value : 0)}".`,
  );
}

type Leaf = string | boolean | NumberText;

export const Value = new GraphQLScalarType<Leaf, unknown>({
  name: 'Value',
  description:
    'A value in the form of the dimension it is compared with: text, a number, true or false, "2024-01-31", "2024-01-31T10:00". Numbers lose no digit; beyond 2^53 send them as text in variables.',
  serialize: (value) => (typeof value === 'bigint' ? String(value) : value),
  parseValue: (value) => {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return readNumber(value);
    throw new GraphQLError('Expected text, a number, true or false.');
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN) return node.value;
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return new NumberText(node.value);
    throw new GraphQLError(
      node.kind === Kind.ENUM
        ? `Text stands in quotes: "${node.value}".`
        : `Expected text, a number, true or false, found ${printed(node)}.`,
      { nodes: node },
    );
  },
});

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export const NumberScalar = new GraphQLScalarType<Leaf, unknown>({
  name: 'Number',
  description:
    'INTEGER, DOUBLE and counts are JSON numbers; BIGINT and DECIMAL are strings, so that no digit is lost: decided by the column, never by the value.',
  serialize: (value) => (typeof value === 'bigint' ? String(value) : value),
  parseValue: (value) => {
    if (typeof value === 'number') return readNumber(value);
    if (typeof value === 'string' && NUMBER.test(value)) return new NumberText(value);
    throw new GraphQLError('Expected a number, or its digits as text.');
  },
  parseLiteral: (node) => {
    if (
      'value' in node &&
      (node.kind === Kind.INT || node.kind === Kind.FLOAT || (node.kind === Kind.STRING && NUMBER.test(node.value)))
    )
      return new NumberText(String(node.value));
    throw new GraphQLError(`Expected a number, found ${printed(node).slice(0, 100)}.`, { nodes: node });
  },
});

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Plain JSON. BIGINT and DECIMAL values in it are strings.',
});
