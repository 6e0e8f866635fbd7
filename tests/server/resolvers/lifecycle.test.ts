import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import { modelOf } from '../../builders/compile.js';
import { type Served, serve } from '../../builders/serve.js';

const PLAYS = `
dataset: plays
table: plays
columns: {play_id: bigint, device: text, minutes: integer}
key: [play_id]
owner: playback
domain: viewing
metrics:
  plays: {expression: COUNT(*), description: Starts., state: certified, tier: 1, aliases: {starts: 9999-12-31, launches: 2020-01-01}}
  minutes: {expression: SUM(minutes), state: draft, owner: labs, domain: trials}
  hours: {expression: SUM(minutes) / 60.0, deprecated: {until: 9999-06-30, use: minutes, because: Minutes say more.}}
`;
const VIEW =
  'view: watching\nmetrics: [plays, minutes, hours]\ndimensions: {device: device}\ndeprecated: {because: Ask query.}';

let served: Served;
beforeAll(async () => {
  const engine = await openMemoryDuckdb(async (run) => {
    await run(
      `CREATE TABLE plays AS SELECT * FROM (VALUES (1, 'tv', 30), (2, 'tv', 60), (3, 'web', 15)) t(play_id, device, minutes)`,
    );
    await run('ALTER TABLE plays ALTER play_id TYPE BIGINT');
  });
  served = await serve(modelOf(PLAYS, VIEW), engine);
});
afterAll(() => served.close());

const dataOf = async (query: string): Promise<unknown> => {
  const { data, errors } = await served.ask(query);
  expect(errors).toBeUndefined();
  return data;
};
const codesOf = async (input: string): Promise<readonly string[]> => {
  const data = (await dataOf(`{ query(input: {${input}}) { warnings { code } } }`)) as {
    readonly query: { readonly warnings: readonly { readonly code: string }[] };
  };
  return data.query.warnings.map(({ code }) => code);
};

describe('a former name', () => {
  test('names the column of the answer, beside the name of today', async () => {
    expect(
      await dataOf(
        '{ query(input: {metrics: [starts, plays], dimensions: [{path: "device"}], orderBy: [{by: "starts", direction: DESC}], having: [{metric: starts, is: {gt: 0}}]}) { rows grandTotal warnings { code message } } }',
      ),
    ).toEqual({
      query: {
        rows: [
          { device: 'tv', starts: 2, plays: 2 },
          { device: 'web', starts: 1, plays: 1 },
        ],
        grandTotal: { starts: 3, plays: 3 },
        warnings: [
          { code: 'METRIC_RENAMED', message: '"starts" is called "plays" now; the old name works until 9999-12-31.' },
        ],
      },
    });
  });

  test('is told of a metric that is asked for by it', async () => {
    expect(
      await dataOf(
        '{ was: metric(name: starts) { name value warnings { code message } } is: metric(name: plays) { warnings { code } } }',
      ),
    ).toEqual({
      was: {
        name: 'plays',
        value: 3,
        warnings: [
          { code: 'METRIC_RENAMED', message: '"starts" is called "plays" now; the old name works until 9999-12-31.' },
        ],
      },
      is: { warnings: [] },
    });
  });

  test('is refused after its day, with the name of today', async () => {
    const { errors } = await served.ask('{ query(input: {metrics: [launches]}) { rows } }');
    expect(errors).toMatchObject([
      {
        message: '"launches" is called "plays" now; the old name worked until 2020-01-01.',
        extensions: { code: 'ALIAS_EXPIRED', hint: 'Ask for "plays".' },
      },
    ]);
  });

  test('is a field of a view, in rows, order and having', async () => {
    expect(
      await dataOf(
        '{ watching(orderBy: [{by: starts, direction: DESC}], having: {starts: {gt: 0}}) { rows { device starts } grandTotal { starts } columns { name } } }',
      ),
    ).toEqual({
      watching: {
        rows: [
          { device: 'tv', starts: 2 },
          { device: 'web', starts: 1 },
        ],
        grandTotal: { starts: 3 },
        columns: [{ name: 'device' }, { name: 'starts' }],
      },
    });
  });

  test('finds its metric in the catalogue', async () => {
    expect(await dataOf('{ metric(name: starts) { name aliases value } }')).toEqual({
      metric: { name: 'plays', aliases: ['starts', 'launches'], value: 3 },
    });
  });
});

describe('the state of a metric', () => {
  test.each([
    { input: 'metrics: [plays]', codes: [] },
    { input: 'metrics: [minutes]', codes: ['METRIC_DRAFT'] },
    { input: 'metrics: [hours]', codes: ['METRIC_DEPRECATED'] },
    { input: 'metrics: [plays], having: [{metric: hours, is: {gt: 0}}]', codes: ['METRIC_DEPRECATED'] },
    {
      input: 'metrics: [minutes], where: [{metric: starts, per: "device", is: {gt: 0}}]',
      codes: ['METRIC_RENAMED', 'METRIC_DRAFT'],
    },
  ])('is told with the answer to $input', async ({ input, codes }) => {
    expect(await codesOf(input)).toEqual(codes);
  });

  test.each([
    { filter: 'state: CERTIFIED', names: ['plays'] },
    { filter: 'state: DEPRECATED', names: ['hours'] },
    { filter: 'owner: "playback"', names: ['hours', 'plays'] },
    { filter: 'domain: "trials", state: DRAFT', names: ['minutes'] },
    { filter: 'search: "launches"', names: ['plays'] },
  ])('filters the catalogue by $filter', async ({ filter, names }) => {
    expect(await dataOf(`{ metrics(${filter}) { nodes { name } } }`)).toEqual({
      metrics: { nodes: names.map((name) => ({ name })) },
    });
  });

  test('is shown by the catalogue', async () => {
    expect(
      await dataOf(
        '{ p: metric(name: plays) { state tier domain deprecation { use } } h: metric(name: hours) { state deprecation { until use because } } }',
      ),
    ).toEqual({
      p: { state: 'CERTIFIED', tier: 1, domain: 'viewing', deprecation: null },
      h: {
        state: 'DEPRECATED',
        deprecation: { until: '9999-06-30', use: 'minutes', because: 'Minutes say more.' },
      },
    });
  });
});

test('the typed schema marks what is deprecated', async () => {
  const fields = 'fields(includeDeprecated: true) { name deprecationReason }';
  const { row, root } = (await dataOf(
    `{ row: __type(name: "WatchingRow") { ${fields} } root: __type(name: "Query") { ${fields} } }`,
  )) as Record<
    'row' | 'root',
    { readonly fields: readonly { readonly name: string; readonly deprecationReason: string | null }[] }
  >;
  const marked = [...row.fields, ...root.fields].filter(({ deprecationReason }) => deprecationReason !== null);
  expect(marked).toEqual([
    { name: 'hours', deprecationReason: 'Until 9999-06-30; use minutes. Minutes say more.' },
    { name: 'starts', deprecationReason: '"starts" is called "plays" now; the old name works until 9999-12-31.' },
    { name: 'watching', deprecationReason: 'Ask query.' },
  ]);
});
