import { type Env, type Expression, Parser } from './expressions.js';
import { Refused } from './refused.js';
import { keyOfAll, type Value } from './values.js';

export type Row = Record<string, Value>;
export type Tables = (name: string) => Row[];

const KEYWORDS = ['where', 'group', 'union', 'join', 'left', 'inner', 'on', 'order', 'having'];
/** One row of each table in FROM, by alias; undefined on the empty side of a LEFT JOIN. */
type Joined = Record<string, Row | undefined>;

function envOf(joined: Joined): Env {
  return {
    column(name, qualifier) {
      if (qualifier !== undefined) return joined[qualifier]?.[name] ?? null;
      return Object.values(joined).find((row) => row !== undefined && name in row)?.[name] ?? null;
    },
  };
}

function aliasAfter(parser: Parser, table: string): string {
  if (parser.take('as')) return parser.name();
  const next = parser.peek();
  return next.kind === 'name' || (next.kind === 'word' && !KEYWORDS.includes(next.text.toLowerCase()))
    ? parser.name()
    : table;
}

function readFrom(parser: Parser, tables: Tables): Joined[] {
  const first = parser.name();
  const alias = aliasAfter(parser, first);
  let joined: Joined[] = tables(first).map((row) => ({ [alias]: row }));
  for (;;) {
    const left = parser.take('left', 'join') || parser.take('left', 'outer', 'join');
    if (!left && !parser.take('join') && !parser.take('inner', 'join')) return joined;
    const table = parser.name();
    const its = aliasAfter(parser, table);
    parser.expect('on');
    const on = parser.expression();
    joined = joined.flatMap((one): Joined[] => {
      const pairs = tables(table).map((row) => ({ ...one, [its]: row }));
      const met = pairs.filter((pair) => on(envOf(pair)) === true);
      return met.length === 0 && left ? [{ ...one, [its]: undefined }] : met;
    });
  }
}

function readItems(parser: Parser): { name: string; value: Expression }[] {
  const items: { name: string; value: Expression }[] = [];
  do {
    const start = parser.peek();
    const last = parser.peek(1).text === '.' ? parser.peek(2) : start;
    const value = parser.expression();
    items.push({ name: parser.take('as') ? parser.name() : last.text, value });
  } while (parser.take(','));
  return items;
}

function readArm(parser: Parser, tables: Tables): { names: string[]; rows: Value[][] } {
  parser.expect('select');
  const distinct = parser.take('distinct');
  parser.aggregates = true;
  const items = readItems(parser);
  parser.expect('from');
  let envs = readFrom(parser, tables).map(envOf);
  if (parser.take('where')) {
    const where = parser.expression();
    envs = envs.filter((env) => where(env) === true);
  }
  if (parser.take('group', 'by')) {
    const by: Expression[] = [];
    do by.push(parser.expression());
    while (parser.take(','));
    const groups = new Map<string, Env[]>();
    for (const env of envs) {
      const key = keyOfAll(by.map((b) => b(env)));
      groups.set(key, [...(groups.get(key) ?? []), env]);
    }
    envs = [...groups.values()].map((members) => ({ column: (n, q) => members[0]?.column(n, q) ?? null, members }));
  }
  const rows = envs.map((env) => items.map(({ value }) => value(env)));
  return {
    names: items.map(({ name }) => name),
    rows: distinct ? [...new Map(rows.map((row) => [keyOfAll(row), row])).values()] : rows,
  };
}

/** Runs SELECT … FROM … JOIN … WHERE … GROUP BY … UNION ALL …; the first arm names the columns. */
export function runSelect(sql: string, tables: Tables): Row[] {
  const parser = new Parser(sql);
  const first = readArm(parser, tables);
  const rows = [...first.rows];
  while (parser.take('union', 'all')) rows.push(...readArm(parser, tables).rows);
  if (parser.peek().kind !== 'end') throw new Refused('SYNTAX', `"${parser.peek().text}" in ${sql}`);
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [first.names[i] ?? '', value])));
}
