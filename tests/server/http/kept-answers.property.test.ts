import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compileProject } from '../../../src/server/compile.js';
import { readCommandLine } from '../../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../../src/server/configuration/read-configuration.js';
import { type RunningServer, startServer } from '../../../src/server/start-server.js';
import { until } from '../../builders/until.js';
import { Random } from '../../reference/random.js';
import { type Answered, ORDERS, openShop, type Shop } from '../shop.js';

const STEPS = 150;
const HEAD = 'order_id,country,ordered_at,amount\n';
const COUNTRIES = `dataset: countries
table: shop.countries
columns: {country: text, region: text}
key: [country]
---
spine: {table: shop.days, column: day, grain: day, grains: {season: text}}
`;

let shop: Shop;
/** Over the same files, with nothing kept. */
let plain: RunningServer;
let reloads: number;
beforeEach(async () => {
  shop = await openShop({ watch: true, more: 'proofs: off\n' });
  reloads = 0;
  const nothingKept = { GRAINLINE_CACHE_MEGABYTES: '0' };
  const configuration = readConfiguration(readCommandLine([]), nothingKept, shop.folder);
  plain = await startServer(configuration, () => compileProject(shop.folder, configuration.metrics).model, {
    log: { warn: () => {}, error: () => {} },
    onReload: () => (reloads += 1),
  });
});
afterEach(async () => {
  await plain.stop(500);
  await shop.close();
});

interface Asked {
  readonly path: string;
  readonly init: RequestInit;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = JSON_TYPE): Asked => ({
  path: '/graphql',
  init: { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
});
const get = (query: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }): Asked => ({
  path: `/graphql?query=${encodeURIComponent(query)}`,
  init: { headers },
});

const BY_COUNTRY = '{ query(input: {metrics: ["orders", "revenue"], dimensions: [{path: "country"}]}) { rows } }';
const hashed = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(BY_COUNTRY).digest('hex') } };

/** All shapes of questions, right and wrong, in all forms that a request can have. */
const REQUESTS: readonly Asked[] = [
  post({ query: BY_COUNTRY }),
  get(BY_COUNTRY),
  get(BY_COUNTRY, {}),
  post({ query: BY_COUNTRY }, { 'content-type': 'text/plain' }),
  post({ query: BY_COUNTRY }, { ...JSON_TYPE, accept: 'application/graphql-response+json' }),
  post({ query: BY_COUNTRY }, { ...JSON_TYPE, accept: 'text/csv' }),
  post({ query: BY_COUNTRY, extensions: hashed }),
  post({ extensions: hashed }),
  post('{"query": '),
  ...[
    '{ query(input: {metrics: ["orders"], dimensions: [{path: "country"}], limit: 2}) { rows(format: ARRAY) endCursor totalRows grandTotal } }',
    '{ query(input: {metrics: ["orders"], dimensions: [{path: "country"}], limit: 1, offset: 1}) { rows warnings { code } } }',
    '{ query(input: {metrics: ["revenue"], maxAge: 0}) { rows columns { name type values } } }',
    '{ query(input: {metrics: ["orders"], dimensions: [{path: "link.region"}]}) { rows } }',
    '{ query(input: {metrics: ["orders"], dimensions: [{path: "metric_time", grain: "season"}]}) { rows } }',
    '{ query(input: {metrics: ["orders"], time: {last: {count: 1, grain: "season"}}, asOf: "2024-02-20T00:00:00Z"}) { rows } }',
    '{ query(input: {metrics: ["orders"], time: {last: {count: 400, grain: "month"}}}) { rows } }',
    '{ query(input: {metrics: ["orders"], time: {last: {count: 1, grain: "month"}}, asOf: "2024-02-10T00:00:00Z", compare: {to: PREVIOUS_PERIOD}}) { rows } }',
    '{ query(input: {dataset: "orders", dimensions: [{path: "country"}]}) { rows } }',
    '{ query(input: {metrics: ["orders"], where: [{path: "country", is: {eq: "DE"}}]}) { rows } }',
    '{ query(input: {metrics: ["ordrs"]}) { rows } }',
    '{ query(input: {metrics: ["orders"]}) { rows proof { fingerprint tables sql } } }',
    '{ sales { rows { country orders revenue } rowCount } }',
    '{ sales(orderBy: [{by: revenue, direction: DESC}], limit: 2) { rows { country revenue } totalRows grandTotal { revenue } } }',
    '{ metric(name: "orders") { value label description series(grain: "month") { at value } breakdown(by: "country") { member value share } } }',
    '{ a: metric(name: "orders") { value } b: metric(name: "revenue") { value unit } c: metric(name: "revenue") { breakdown(by: "nothing") { value } } }',
    '{ metrics { nodes { name description owner } totalCount } }',
    '{ members(dimension: "country", dataset: "orders") }',
    '{ dimensions(metrics: ["orders"]) { path type } }',
    '{ __schema { queryType { name } } }',
    '{ __typename }',
    'mutation { query { rows } }',
  ].map((query) => post({ query })),
  ...[['orders'], ['orders', 'revenue'], []].map((metrics) =>
    post({
      query:
        'query Q($metrics: [MetricName!]) { query(input: {metrics: $metrics}) { rows } } query Other { __typename }',
      variables: { metrics },
      operationName: 'Q',
    }),
  ),
];

/** All but what may differ: ids, how rows came, and when. */
async function told(url: string, { path, init }: Asked) {
  const response = await fetch(`${url}${path}`, init);
  const text = await response.text();
  const { extensions } = JSON.parse(text) as Answered;
  const headers = [...response.headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
  return {
    ...{ status: response.status, headers, hasId: response.headers.get('x-request-id') === extensions?.requestId },
    ...{ text: text.slice(0, text.lastIndexOf('"extensions"')), end: text.slice(-3) },
    extensions: Object.keys(extensions ?? {}),
    cache: (extensions?.cache ?? []).map((note) => (note as { readonly fingerprint?: string }).fingerprint).sort(),
  };
}

test.each([1, 2])(
  'answers are those of a server that keeps nothing, whatever changes in between: seed %d',
  async (seed) => {
    const random = new Random(seed);
    let [written, defined] = [0, 0];

    const changeRows = (): void => {
      written += 1;
      const days = ['2024-01-05', '2024-01-31', '2024-02-02', '2024-02-15', new Date().toISOString().slice(0, 10)];
      const row = (id: number): string =>
        `${id},${random.pick(['DE', 'FR', 'JP', ''])},${random.pick(days)},${random.between(1, 99)}.50\n`;
      // Another number of rows than before: files are told apart by size and time, and a machine may be quick
      shop.write('data/shop/orders.csv', HEAD + Array.from({ length: 4 + (written % 7) }, (_, at) => row(at)).join(''));
    };
    const changeCalendar = (): void => {
      written += 1;
      const season = random.pick(['winter', 'cold', 'deep winter']);
      const days = Array.from({ length: 60 + written }, (_, at) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString());
      const cut = random.between(10, 45);
      const rows = days.map((day, at) => `${day.slice(0, 10)},${at < cut ? season : 'spring'}\n`);
      shop.write('data/shop/days.csv', `day,season\n${rows.join('')}`);
    };
    const changeCountries = (): void => {
      written += 1;
      const regions = Array.from({ length: 1 + (written % 5) }, () => random.pick(['EU', 'Asia']));
      shop.write(
        'data/shop/countries.csv',
        `country,region\n${regions.map((region, at) => `${['DE', 'FR', 'JP', 'US', 'BR'][at]},${region}\n`).join('')}`,
      );
    };
    const changeDefinitions = async (): Promise<void> => {
      defined += 1;
      const [ours, theirs] = [shop.reloads.length, reloads];
      const factor = random.pick(['', ' * 2', ' * 10', ' + "']); // the last is refused, and the definitions before it serve on
      const links = '\nlinks: {link: {to: countries, on: country}}';
      shop.write(
        'metrics/orders.yaml',
        `# ${defined}\n${ORDERS.replace('SUM(amount)', `SUM(amount)${factor}`).replace('\nmetrics:', `${links}\nmetrics:`)}`,
      );
      await until(() => shop.reloads.length > ours && reloads > theirs);
    };

    changeCountries();
    changeCalendar();
    shop.write('metrics/countries.yaml', COUNTRIES);
    await until(() => shop.reloads.length > 0 && reloads > 0);
    await changeDefinitions();
    let [repeated, last] = [0, 0];
    for (let step = 0; step < STEPS; step++) {
      if (random.chance(0.04)) random.pick([changeRows, changeRows, changeCalendar, changeCountries])();
      if (random.chance(0.01)) await changeDefinitions();
      const asked = random.pick(REQUESTS);
      const [kept, fresh] = await Promise.all([told(shop.server.url, asked), told(plain.url, asked)]);
      expect({ step, asked, ...kept }).toEqual({ step, asked, ...fresh });
      const { cache } = (await (await shop.get('/ready')).json()) as { cache: { repeated: number } };
      if (cache.repeated > last) repeated += 1;
      last = cache.repeated;
    }
    expect(repeated).toBeGreaterThan(STEPS / 5);
  },
  300_000,
);
