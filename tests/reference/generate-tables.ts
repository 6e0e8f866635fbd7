import type { Cell, Dataset, Table } from './format.js';
import type { Random } from './random.js';
import { dayText, parseDay } from './values.js';

/** Texts that a careless statement or comparison would trip over. */
const NOTES = [
  'a',
  'A',
  'ab',
  'a_b',
  'axb',
  '100%',
  '1000',
  "O'B",
  'say "hi"',
  '\\x',
  '',
  'Ça',
  'ça',
  'ﬀ',
  '😀',
  null,
  null,
];
const DAYS = [
  '2023-12-31',
  '2024-01-01',
  '2024-01-29',
  '2024-01-31',
  '2024-02-01',
  '2024-02-05',
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2024-03-10',
  '2024-03-11',
  '2024-03-29',
  '2024-03-31',
  '2024-04-01',
  '2024-04-06',
  '2024-04-30',
];
/** Around changes of the clocks in Los Angeles, Berlin and Auckland, and at the edges of days. */
const CLOCKS = [
  '00:00:00',
  '00:30:00',
  '01:30:00',
  '08:10:00',
  '09:59:59',
  '10:05:00',
  '13:30:00',
  '14:10:00',
  '23:30:00',
  '23:59:59.9995',
];
const BIGS = ['9007199254740993', '9007199254740992', '-9007199254740995', '1', '2'];
export const TIERS = ['gold', 'silver', 'bronze'];
export const CHANNELS = ['web', 'store', 'app'];
const COUNTRIES = ['DE', 'US', 'TR'];
const ITEMS = ['i1', 'i2', 'i3'];

/** The days of a model: few enough that rows meet. */
export const daysFor = (random: Random): string[] => random.some(DAYS, random.between(4, 11)).toSorted();

/** Partition columns: the day on which an order landed, up to two days after its time, and its day in parts. */
const LANDED: Table['columns'] = [
  ['landed', 'text'],
  ['landed_year', 'integer'],
  ['landed_month', 'text'],
  ['landed_day', 'integer'],
];
export const PARTITIONS: NonNullable<Dataset['partition']> = {
  landed: { from: 'at', late: '2 days', form: 'yyyymmdd' },
  landed_year: { from: 'day', form: 'yyyy', parts: ['landed_month', 'landed_day'] },
};
export const isPartition = (column: string): boolean => LANDED.some(([name]) => name === column);

/** Without a time, an order lies anywhere. */
function landed(row: Cell[], index: number): Cell[] {
  const [day, at] = [row[4] ?? null, row[5] ?? null];
  const digits = (of: Cell, late: number): string => dayText(parseDay(String(of)).day + late).replaceAll('-', '');
  const anywhere = index % 2 === 0 ? null : '20240301';
  return [
    ...row,
    at === null ? anywhere : digits(at, index % 3),
    ...(day === null ? [null, null, null] : partsOf(digits(day, 0))),
  ];
}

const partsOf = (digits: string): Cell[] => [Number(digits.slice(0, 4)), digits.slice(4, 6), Number(digits.slice(6))];

export interface TableOptions {
  days: string[];
  /** Some rows have no date or timestamp. */
  nullTimes: boolean;
  withSpine: boolean;
}

export function tablesFor(random: Random, { days, nullTimes, withSpine }: TableOptions): Record<string, Table> {
  const orNull = (p: number, cell: () => Cell): Cell => (random.chance(p) ? null : cell());
  const money = () => `${random.between(-3, 60)}.${random.pick(['00', '10', '25', '99'])}`.replace('-0.', '0.');
  const day = () => orNull(nullTimes ? 0.12 : 0, () => random.pick(days));
  const stamp = () => orNull(nullTimes ? 0.12 : 0, () => `${random.pick(days)}T${random.pick(CLOCKS)}`);
  // 7 and 'i9' have no partner.
  const user = () => orNull(0.1, () => random.pick([1, 2, 3, 4, 5, 7]));
  const item = () => orNull(0.1, () => random.pick([...ITEMS, 'i9']));
  const rows = (count: number, row: (n: number) => Cell[]) => Array.from({ length: count }, (_, i) => row(i + 1));
  const many = () => (random.chance(0.06) ? 0 : random.between(3, 40));
  const visits = (count: number, from: number) =>
    rows(count, (n) => [
      from + n,
      user(),
      item(),
      day(),
      stamp(),
      orNull(0.1, () => random.pick(CHANNELS)),
      orNull(0.15, money),
      orNull(0.1, () => random.between(0, 5)),
      random.pick(NOTES),
    ]);
  const visitColumns: Table['columns'] = [
    ['id', 'integer'],
    ['user_id', 'integer'],
    ['item', 'text'],
    ['day', 'date'],
    ['at', 'timestamp'],
    ['channel', 'text'],
    ['cost', 'decimal(10,2)'],
    ['pages', 'integer'],
    ['note', 'text'],
  ];
  const orders = many();
  return {
    orders: {
      columns: [
        ['id', 'integer'],
        ['user_id', 'integer'],
        ['buyer_id', 'integer'],
        ['item', 'text'],
        ['day', 'date'],
        ['at', 'timestamp'],
        ['amount', 'decimal(12,2)'],
        ['qty', 'integer'],
        ['score', 'double'],
        ['big', 'bigint'],
        ['flag', 'boolean'],
        ['note', 'text'],
        ['group', 'text'],
        ['region', 'text'],
        ['level', 'integer'],
        ...LANDED,
      ],
      rows: rows(orders, (n) => [
        n,
        user(),
        user(),
        item(),
        day(),
        stamp(),
        orNull(0.12, money),
        orNull(0.12, () => random.between(0, 4)),
        orNull(0.12, () => random.between(-8, 40) / 4),
        orNull(0.1, () => random.pick(BIGS)),
        orNull(0.15, () => random.chance(0.5)),
        random.pick(NOTES),
        orNull(0.2, () => random.pick(['x', 'y'])),
        orNull(0.1, () => random.pick(['n', 's'])),
        orNull(0.1, () => random.between(1, 3)),
      ]).map(landed),
    },
    visits_a: { columns: visitColumns, rows: visits(many(), 0) },
    visits_b: { columns: visitColumns, rows: visits(random.between(0, 8), 100) },
    users: {
      columns: [
        ['user_id', 'integer'],
        ['name', 'text'],
        ['country', 'text'],
        ['tier', 'text'],
        ['credit', 'decimal(10,2)'],
        ['joined', 'date'],
        ['manager_id', 'integer'],
      ],
      rows: rows(random.chance(0.04) ? 0 : 6, (n) => [
        n,
        random.pick(['Ada', 'Bo', 'Çağla', 'Dee', "O'B"]),
        orNull(0.15, () => random.pick([...COUNTRIES, 'XX'])),
        orNull(0.15, () => random.pick(TIERS)),
        orNull(0.1, money),
        day(),
        orNull(0.2, () => random.pick([1, 2, 3, 9])),
      ]),
    },
    countries: {
      columns: [
        ['code', 'text'],
        ['name', 'text'],
        ['order', 'text'],
      ],
      rows: COUNTRIES.map((code, i) => [
        code,
        ['Germany', 'United States', 'Türkiye'][i] ?? null,
        orNull(0.2, () => random.pick(['EMEA', 'AMER'])),
      ]),
    },
    items: {
      columns: [
        ['code', 'text'],
        ['category', 'text'],
        ['price', 'decimal(10,2)'],
        ['since', 'date'],
      ],
      rows: ITEMS.map((code) => [
        code,
        orNull(0.2, () => random.pick(['tools', 'paint'])),
        orNull(0.1, money),
        random.pick(days),
      ]),
    },
    tags: {
      columns: [
        ['tag_id', 'integer'],
        ['order_id', 'integer'],
        ['label', 'text'],
        ['weight', 'integer'],
      ],
      rows: rows(random.between(0, 25), (n) => [
        n,
        orNull(0.08, () => random.between(1, Math.max(orders, 1) + 2)),
        orNull(0.1, () => random.pick(['red', 'blue', 'green'])),
        orNull(0.1, () => random.between(1, 3)),
      ]),
    },
    rates: {
      columns: [
        ['region', 'text'],
        ['level', 'integer'],
        ['label', 'text'],
      ],
      rows: ['n', 's'].flatMap((region) =>
        [1, 2].map((level): Cell[] => [region, level, orNull(0.15, () => random.pick(['low', 'high']))]),
      ),
    },
    plans: {
      columns: [
        ['user_id', 'integer'],
        ['plan', 'text'],
        ['valid_from', 'date'],
        ['valid_to', 'date'],
      ],
      rows: planRows(random, days),
    },
    ...(withSpine && { spine: spineTable(random) }),
  };
}

/** For each user periods that follow one another, with gaps and an open end now and then. */
function planRows(random: Random, days: string[]): Cell[][] {
  return [1, 2, 3, 4, 7].flatMap((user) => {
    const changes = random.some(days, random.between(1, 3)).toSorted();
    return changes.map((from, i): Cell[] => {
      const next = changes[i + 1] ?? null;
      const to = next !== null && random.chance(0.2) ? dayText(parseDay(next).day - 1) : next;
      return [user, random.pick(['basic', 'plus', null]), from, to !== null && to <= from ? next : to];
    });
  });
}

/** Days from December 2023 to July 2024, some of them lacking; fiscal quarters from February, retail weeks from Sunday. */
function spineTable(random: Random): Table {
  const first = parseDay('2023-11-01').day;
  const last = parseDay('2024-07-31').day;
  const lacking = random.chance(0.4) ? [parseDay('2024-02-05').day, parseDay('2024-03-29').day] : [];
  const rows: Cell[][] = [];
  for (let day = first; day <= last; day++) {
    if (lacking.includes(day)) continue;
    const text = dayText(day);
    const month = Number(text.slice(5, 7));
    const startMonth = [11, 2, 5, 8].findLast((m) => month >= m) ?? 11;
    const starts = month === 1 ? [2023, 11] : [2023 + (startMonth === 11 ? 0 : 1), startMonth];
    const sunday = day - ((((day + 4) % 7) + 7) % 7);
    rows.push([
      text,
      `${starts[0]}-${String(starts[1]).padStart(2, '0')}-01`,
      dayText(sunday),
      starts[1] === 11 ? 2023 : 2024,
    ]);
  }
  return {
    columns: [
      ['day', 'date'],
      ['fiscal_quarter', 'date'],
      ['retail_week', 'date'],
      ['fiscal_year', 'integer'],
    ],
    rows,
  };
}
