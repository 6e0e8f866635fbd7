/** Other parameters of a query: what changes in its SQL, in its variables, and in the definitions that hold a constant. */
export interface OtherParameters {
  readonly query: string;
  readonly sql: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly definitions?: Readonly<Record<string, string>>;
}

const promoted = (month: string, next: string, lastDay: string): OtherParameters => ({
  query: 'q14',
  sql: { "< date '1995-09-01' + interval '1' month": `< date '${next}'`, '1995-09-01': month },
  variables: { from: month, through: lastDay },
});

const shipped = (segment: string, date: string): OtherParameters => ({
  query: 'q03',
  sql: { BUILDING: segment, '1995-03-15': date },
  variables: { segment, date },
});

const local = (region: string, year: number): OtherParameters => ({
  query: 'q05',
  sql: { ASIA: region, '1994-01-01': `${year}-01-01` },
  variables: { region, from: `${year}-01-01`, before: `${year + 1}-01-01` },
});

const forecast = (year: number, discount: number, quantity: number): OtherParameters => ({
  query: 'q06',
  sql: { '1994-01-01': `${year}-01-01`, '0.06': `0.0${discount}`, '< 24': `< ${quantity}` },
  variables: {
    from: `${year}-01-01`,
    through: `${year}-12-31`,
    leastDiscount: ((discount - 1) / 100).toFixed(2),
    mostDiscount: ((discount + 1) / 100).toFixed(2),
    quantity: String(quantity),
  },
});

const traded = (nation1: string, nation2: string): OtherParameters => ({
  query: 'q07',
  sql: { FRANCE: nation1, GERMANY: nation2 },
  variables: { nation1, nation2 },
});

const marketShare = (nation: string, region: string, type: string): OtherParameters => ({
  query: 'q08',
  sql: { BRAZIL: nation, AMERICA: region, 'SMALL BRUSHED COPPER': type },
  variables: { region, type },
  definitions: { "supplier.nation.name = 'BRAZIL'": `supplier.nation.name = '${nation}'` },
});

const returned = (quarter: string): OtherParameters => ({
  query: 'q10',
  sql: { '1993-10-01': quarter },
  variables: { quarter },
});

const modes = (mode1: string, mode2: string, year: number): OtherParameters => ({
  query: 'q12',
  sql: { "'MAIL', 'SHIP'": `'${mode1}', '${mode2}'`, '1994-01-01': `${year}-01-01` },
  variables: { modes: [mode1, mode2], from: `${year}-01-01`, before: `${year + 1}-01-01` },
});

const cheapest = (size: number, type: string, region: string): OtherParameters => ({
  query: 'q02',
  sql: { 'p_size = 15': `p_size = ${size}`, BRASS: type, EUROPE: region },
  variables: { size, type },
  definitions: { "supplier.nation.region.name = 'EUROPE'": `supplier.nation.region.name = '${region}'` },
});

const checked = (quarter: string): OtherParameters => ({
  query: 'q04',
  sql: { '1993-07-01': quarter },
  variables: { quarter },
});

const important = (nation: string, fraction: string): OtherParameters => ({
  query: 'q11',
  sql: { GERMANY: nation, '0.01': fraction },
  variables: { nation, fraction: Number(fraction) },
});

const distributed = (word1: string, word2: string): OtherParameters => ({
  query: 'q13',
  sql: { '%special%requests%': `%${word1}%${word2}%` },
  definitions: { '%special%requests%': `%${word1}%${word2}%` },
});

const topIn = (from: string, through: string): OtherParameters => ({
  query: 'q15',
  sql: { '1996-01-01': from },
  variables: { from, through },
});

const offered = (brand: string, type: string, sizes: readonly number[]): OtherParameters => ({
  query: 'q16',
  sql: { 'Brand#45': brand, 'MEDIUM POLISHED': type, '49, 14, 23, 45, 19, 3, 36, 9': sizes.join(', ') },
  variables: { brand, type, sizes },
});

const small = (brand: string, container: string): OtherParameters => ({
  query: 'q17',
  sql: { 'Brand#23': brand, 'MED CAN': container },
  variables: { brand, container },
});

const large = (quantity: number): OtherParameters => ({
  query: 'q18',
  sql: { '> 300': `> ${quantity}` },
  variables: { quantity: String(quantity) },
});

interface Discounted {
  readonly brands: readonly [string, string, string];
  readonly quantities: readonly [number, number, number];
}
const discounted = ({ brands: [brand1, brand2, brand3], quantities: [q1, q2, q3] }: Discounted): OtherParameters => ({
  query: 'q19',
  sql: {
    "'Brand#12'": `'${brand1}'`,
    "'Brand#23'": `'${brand2}'`,
    "'Brand#34'": `'${brand3}'`,
    'l_quantity >= 1 AND l_quantity <= 1 + 10': `l_quantity >= ${q1} AND l_quantity <= ${q1} + 10`,
    'l_quantity >= 10 AND l_quantity <= 10 + 10': `l_quantity >= ${q2} AND l_quantity <= ${q2} + 10`,
    'l_quantity >= 20 AND l_quantity <= 20 + 10': `l_quantity >= ${q3} AND l_quantity <= ${q3} + 10`,
  },
  variables: {
    ...{ brand1, brand2, brand3 },
    ...{ least1: String(q1), most1: String(q1 + 10) },
    ...{ least2: String(q2), most2: String(q2 + 10) },
    ...{ least3: String(q3), most3: String(q3 + 10) },
  },
});

const promotedParts = (color: string, year: number, nation: string): OtherParameters => ({
  query: 'q20',
  sql: { 'forest%': `${color}%`, '1994-01-01': `${year}-01-01`, CANADA: nation },
  variables: { color, nation },
  definitions: {
    "'1994-01-01' AND ship_date < '1995-01-01'": `'${year}-01-01' AND ship_date < '${year + 1}-01-01'`,
  },
});

const waiting = (nation: string): OtherParameters => ({
  query: 'q21',
  sql: { 'SAUDI ARABIA': nation },
  variables: { nation },
});

const SEVEN = "'13', '31', '23', '29', '30', '18', '17'";
const opportunity = (...codes: readonly number[]): OtherParameters => {
  const list = codes.map((code) => `'${code}'`).join(', ');
  return { query: 'q22', sql: { [SEVEN]: list }, definitions: { [SEVEN]: list } };
};

/** At scale 0.01 these have no row, with some parameters. */
export const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['q02', 'q20']);

/** Within the ranges of the standard, where scale 0.01 has rows for it. */
export const OTHER_PARAMETERS: readonly OtherParameters[] = [
  ...([60, 75, 120] as const).map((delta): OtherParameters => {
    const through = new Date(Date.UTC(1998, 11, 1 - delta)).toISOString().slice(0, 10);
    return { query: 'q01', sql: { "'90'": `'${delta}'` }, variables: { through } };
  }),
  cheapest(38, 'TIN', 'ASIA'),
  cheapest(7, 'COPPER', 'AFRICA'),
  cheapest(30, 'STEEL', 'MIDDLE EAST'),
  shipped('AUTOMOBILE', '1995-03-01'),
  shipped('MACHINERY', '1995-03-31'),
  shipped('HOUSEHOLD', '1995-03-22'),
  checked('1993-01-01'),
  checked('1995-10-01'),
  checked('1997-04-01'),
  local('AFRICA', 1993),
  local('EUROPE', 1996),
  local('AMERICA', 1997),
  forecast(1993, 2, 25),
  forecast(1995, 9, 24),
  forecast(1997, 4, 25),
  traded('JAPAN', 'INDIA'),
  traded('UNITED STATES', 'CHINA'),
  traded('VIETNAM', 'IRAQ'),
  marketShare('FRANCE', 'EUROPE', 'STANDARD POLISHED TIN'),
  marketShare('CHINA', 'ASIA', 'ECONOMY BRUSHED STEEL'),
  marketShare('KENYA', 'AFRICA', 'PROMO PLATED NICKEL'),
  ...(['red', 'midnight', 'lavender'] as const).map((color): OtherParameters => {
    return { query: 'q09', sql: { '%green%': `%${color}%` }, variables: { color } };
  }),
  returned('1993-04-01'),
  returned('1994-01-01'),
  returned('1995-01-01'),
  important('FRANCE', '0.005'),
  important('JAPAN', '0.002'),
  important('BRAZIL', '0.02'),
  modes('RAIL', 'TRUCK', 1993),
  modes('AIR', 'FOB', 1997),
  modes('SHIP', 'REG AIR', 1995),
  distributed('pending', 'accounts'),
  distributed('unusual', 'packages'),
  distributed('express', 'deposits'),
  promoted('1993-02-01', '1993-03-01', '1993-02-28'),
  promoted('1996-02-01', '1996-03-01', '1996-02-29'),
  promoted('1997-12-01', '1998-01-01', '1997-12-31'),
  topIn('1993-01-01', '1993-03-31'),
  topIn('1995-08-01', '1995-10-31'),
  topIn('1997-10-01', '1997-12-31'),
  offered('Brand#11', 'SMALL PLATED', [1, 2, 3, 4, 5, 6, 7, 8]),
  offered('Brand#55', 'PROMO ANODIZED', [10, 50, 21, 33, 42, 17, 5, 29]),
  offered('Brand#34', 'ECONOMY', [44, 13, 27, 9, 30, 48, 2, 16]),
  small('Brand#13', 'JUMBO PKG'),
  small('Brand#44', 'WRAP CAN'),
  small('Brand#52', 'MED PKG'),
  large(275),
  large(290),
  large(250),
  discounted({ brands: ['Brand#11', 'Brand#45', 'Brand#53'], quantities: [5, 15, 25] }),
  discounted({ brands: ['Brand#22', 'Brand#22', 'Brand#22'], quantities: [10, 20, 30] }),
  discounted({ brands: ['Brand#51', 'Brand#32', 'Brand#14'], quantities: [3, 12, 28] }),
  promotedParts('azure', 1993, 'FRANCE'),
  promotedParts('b', 1996, 'CHINA'),
  promotedParts('lime', 1997, 'ALGERIA'),
  waiting('FRANCE'),
  waiting('CHINA'),
  waiting('UNITED KINGDOM'),
  opportunity(10, 11, 12, 13, 14, 15, 16),
  opportunity(20, 34, 33, 32, 22, 21, 24),
  opportunity(25, 19, 28, 30, 13, 27, 16),
];
