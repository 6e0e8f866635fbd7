import type { Feature } from './features.js';
import type { Condition, Dataset, Dimension, Link, Table } from './format.js';
import { isPartition, PARTITIONS } from './generate-tables.js';
import type { Random } from './random.js';

const link = (to: string, on: Link['on'], more: Partial<Link> = {}): Link => ({
  to,
  on,
  kind: 'many_to_one',
  join: 'left',
  ...more,
});

const dimensionsOf = (table: Table): Record<string, Dimension> =>
  Object.fromEntries(table.columns.flatMap(([name, type]) => (isPartition(name) ? [] : [[name, { type }]])));

/** Segments that orders and visits both have, so that queries over both can use them. */
const SEGMENTS: Record<string, Condition[]> = {
  noted: [{ path: 'note', op: 'is_not_null' }],
  golden: [{ path: 'user.tier', op: '=', value: 'gold' }],
};

const VISIT_COLUMNS = 'id, user_id, item, day, at, channel, cost, pages, note';

function visitSource(
  random: Random,
  sql: boolean,
): Pick<Dataset, 'sql' | 'table' | 'primary_key'> & { added: Record<string, Dimension> } {
  if (!sql) return { table: 'visits_a', primary_key: ['id'], added: {} };
  if (random.chance(0.5)) {
    const arms = ['a', 'b'].map((arm) => `SELECT '${arm}' AS source, ${VISIT_COLUMNS} FROM visits_${arm}`);
    return { sql: arms.join(' UNION ALL '), primary_key: ['source', 'id'], added: { source: { type: 'text' } } };
  }
  const columns = VISIT_COLUMNS.split(', ').map((column) => `v.${column}`);
  return {
    sql: `SELECT ${columns.join(', ')}, v.pages * v.cost AS spent, u.tier AS source FROM visits_a v JOIN users u ON u.user_id = v.user_id WHERE v.pages > 0`,
    primary_key: ['id'],
    added: { source: { type: 'text' }, spent: { type: 'decimal(18,2)' } },
  };
}

export function datasetsFor(
  random: Random,
  tables: Record<string, Table>,
  has: (feature: Feature) => boolean,
): Record<string, Dataset> {
  const columns = (name: string) => dimensionsOf(tables[name] ?? { columns: [], rows: [] });
  const role = (): Partial<Link> =>
    random.chance(0.2) ? { join: 'inner' } : random.chance(0.25) ? { default: 'Nobody' } : {};
  const plan = has('during') && {
    plan: link('plans', [['user_id', 'user_id']], {
      during: { from: 'valid_from', to: 'valid_to', ...(random.chance(0.25) && { as_of: 'now' as const }) },
      ...(random.chance(0.2) && { default: 'none' }),
    }),
  };
  const { added, ...source } = visitSource(random, has('sql-datasets') && random.chance(0.6));
  const plain = (table: string, key: string[], links: Record<string, Link> = {}): Dataset => ({
    table,
    primary_key: key,
    dimensions: columns(table),
    links,
    segments: {},
  });
  return {
    order: {
      table: 'orders',
      primary_key: ['id'],
      time: random.chance(0.5) ? 'day' : 'at',
      partition: PARTITIONS,
      dimensions: {
        ...columns('orders'),
        band: { type: 'text', expr: "CASE WHEN qty >= 3 THEN 'big' WHEN qty >= 1 THEN 'small' END" },
        total: { type: 'decimal(18,2)', expr: 'amount * qty' },
      },
      links: {
        user: link('users', [['user_id', 'user_id']], role()),
        buyer: link('users', [['buyer_id', 'user_id']], role()),
        product: link('items', [['item', 'code']], role()),
        rate: link('rates', [
          ['region', 'region'],
          ['level', 'level'],
        ]),
        ...plan,
        ...(has('one-to-many') && {
          tag: link('tags', [['id', 'order_id']], {
            kind: 'one_to_many',
            ...(random.chance(0.4) && { join: 'inner' }),
          }),
        }),
      },
      segments: { ...SEGMENTS, flagged: [{ path: 'flag', op: '=', value: true }] },
    },
    visit: {
      ...source,
      time: random.chance(0.5) ? 'day' : 'at',
      dimensions: { ...columns('visits_a'), ...added },
      links: {
        user: link('users', [['user_id', 'user_id']], role()),
        product: link('items', [['item', 'code']], role()),
        ...plan,
      },
      segments: SEGMENTS,
    },
    users: {
      ...plain('users', ['user_id'], {
        manager: link('users', [['manager_id', 'user_id']], random.chance(0.3) ? { default: 'Top' } : {}),
        home: link('countries', [['country', 'code']], random.chance(0.3) ? { default: 'Nowhere' } : {}),
        ...(has('one-to-many') && {
          orders: link('order', [['user_id', 'user_id']], {
            kind: 'one_to_many',
            ...(random.chance(0.4) && { join: 'inner' }),
          }),
        }),
      }),
      time: 'joined',
    },
    countries: plain('countries', ['code']),
    items: { ...plain('items', ['code']), time: 'since' },
    rates: plain('rates', ['region', 'level']),
    ...(has('during') && { plans: plain('plans', ['user_id', 'valid_from']) }),
    ...(has('one-to-many') && { tags: plain('tags', ['tag_id']) }),
  };
}
