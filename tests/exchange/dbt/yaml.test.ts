import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type DbtImport, importDbt, importDbtProject } from '../../../src/exchange/dbt/import-dbt.js';
import { findProject } from '../../../src/exchange/dbt/yaml/find-project.js';
import { runCommand } from '../../builders/command-line.js';
import { compile } from '../../builders/compile.js';

const BISTRO = 'tests/exchange/dbt/bistro';
const file = (path: string) => ({ path, text: readFileSync(join(BISTRO, path), 'utf8') });
const catalog = file('catalog.json');

/** What the definitions say, whatever the order of their metrics. */
const meaning = ({ files }: DbtImport): unknown =>
  Object.fromEntries(files.map(({ path, text }) => [path, parse(text)]));

describe('the YAML of a project', () => {
  const ofManifest = importDbt(file('semantic_manifest.json'), catalog);

  test('of the older generation makes what dbt makes of it', () => {
    const ofYaml = importDbtProject(findProject(join(BISTRO, 'legacy'), 'main'), catalog);
    expect(ofYaml.files).toEqual(ofManifest.files);
    const told = ({ report }: DbtImport) =>
      report.filter(({ outcome }) => outcome !== 'exact').map(({ outcome, message }) => [outcome, message]);
    expect(told(ofYaml)).toEqual(told(ofManifest));
  });

  test('of the newer generation, which dbt 1.10 cannot read, makes the same', () => {
    const ofYaml = importDbtProject(findProject(join(BISTRO, 'latest'), 'main'), catalog);
    expect(meaning(ofYaml)).toEqual(meaning(ofManifest));
    expect(ofYaml.report.filter(({ outcome }) => outcome === 'loss')).toEqual([]);
  });

  test('of the newer generation makes what dbt 1.12 makes of it, but for what that forgets', () => {
    const ofYaml = importDbtProject(findProject(join(BISTRO, 'latest'), 'main'), catalog);
    const ours = metricsOf(ofYaml);
    const theirs = metricsOf(importDbt(file('latest/semantic_manifest.json'), catalog));
    const others = Object.keys(ours).filter((name) => JSON.stringify(ours[name]) !== JSON.stringify(theirs[name]));
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(others.sort()).toEqual(['daily_orders', 'p75_amount', 'tips_or_zero']);
    const told = ofYaml.report.filter(({ message }) => /dbt 1\.12/.test(message)).map(({ what }) => what);
    expect(told.sort()).toEqual(others.map((name) => `"${name}"`));
  });

  test('has the places of its files in the report', () => {
    const { report } = importDbtProject(findProject(join(BISTRO, 'legacy'), 'main'), catalog);
    expect(report.find(({ outcome }) => outcome === 'guess')?.place).toBe('models/metrics.yml metrics[20]');
  });
});

/** All metrics of an import, by their names. */
function metricsOf({ files }: DbtImport): Record<string, unknown> {
  return Object.assign({}, ...files.map(({ text }) => parse(text).metrics ?? {}));
}

describe('what stands in the YAML of others', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grainline-dbt-yaml-'));
    writeFileSync(join(folder, 'dbt_project.yml'), 'name: shop\nmodel-paths: [models, ../elsewhere]\n');
    mkdirSync(join(folder, 'models'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const importYaml = (text: string, more: Readonly<Record<string, string>> = {}): DbtImport => {
    for (const [path, content] of Object.entries({ 'all.yml': text, ...more }))
      writeFileSync(join(folder, 'models', path), content);
    const imported = importDbtProject(findProject(folder, 'mart'), undefined);
    expect(
      compile(...imported.files.map((each) => each.text)).problems.filter(({ severity }) => severity !== 'warning'),
    ).toEqual([]);
    return imported;
  };
  const lines = ({ report }: DbtImport, outcome: string): readonly string[] =>
    report.filter((line) => line.outcome === outcome).map(({ what, message }) => `${what}: ${message}`);
  const tableOf = ({ files }: DbtImport): unknown => parse(files[0]?.text ?? '').table;

  test('tables: ref, source, aliases and schemas of models', () => {
    const model = (text: string) =>
      `semantic_models:\n  - {name: orders, model: "${text}", entities: [{name: id, type: primary}]}\n`;
    expect(tableOf(importYaml(model("ref('fct')")))).toBe('mart.fct');
    expect(tableOf(importYaml(model("{{ ref('shop', 'fct') }}")))).toBe('mart.fct');
    expect(
      tableOf(
        importYaml(model("ref('fct')"), { 'fct.sql': "{{ config(materialized='table', alias='facts') }} select 1" }),
      ),
    ).toBe('mart.facts');
    const custom = importYaml(`${model("ref('fct')")}models: [{name: fct, config: {schema: eu}}]\n`, {
      'fct.sql': 'select 1',
    });
    expect(tableOf(custom)).toBe('mart_eu.fct');
    expect(lines(custom, 'guess')).toContain(
      '"orders": Its schema is taken to be "mart_eu", as dbt makes it unless a macro says otherwise.',
    );
    const source = 'sources: [{name: raw, schema: landing, tables: [{name: orders, identifier: o_2024}]}]\n';
    expect(tableOf(importYaml(`${model("source('raw', 'orders')")}${source}`))).toBe('landing.o_2024');
    expect(lines(importYaml(model("{{ var('model') }}")), 'loss')[0]).toMatch(/^"orders": Its model is neither ref/);
  });

  test('Jinja is not run: words that it makes are left out, formulas that it makes are lost', () => {
    const imported = importYaml(`
models:
  - name: orders
    semantic_model: true
    description: "{{ doc('orders') }}"
    agg_time_dimension: ordered_on
    columns:
      - {name: id, entity: primary}
      - {name: ordered_on, granularity: day, dimension: {type: time}}
      - {name: amount}
    metrics:
      - {name: revenue, type: simple, agg: sum, expr: amount}
      - {name: cents, type: simple, agg: sum, expr: "{{ to_cents('amount') }}"}
      - {name: off, type: simple, agg: count, expr: id, config: {enabled: false}}
`);
    expect(Object.keys(metricsOf(imported))).toEqual(['revenue']);
    expect(lines(imported, 'loss')[0]).toBe(
      `"orders": Its description is made by Jinja, which is not run: {{ doc('orders') }}`,
    );
    expect(lines(imported, 'loss')[1]).toMatch(/^metric "cents": Its SQL is not one of our expressions/);
    expect(lines(imported, 'loss').length).toBe(2);
  });

  test('derived semantics, time spines and custom windows', () => {
    const imported = importYaml(`
models:
  - name: days
    time_spine: {standard_granularity_column: day, custom_granularities: [{name: fiscal_year}]}
    columns: [{name: day, granularity: day}, {name: fiscal_year}]
  - name: orders
    semantic_model: {name: sales, enabled: true}
    agg_time_dimension: ordered_on
    columns:
      - {name: id, entity: {name: order, type: primary}}
      - {name: ordered_on, granularity: day, dimension: time}
    derived_semantics:
      dimensions: [{name: is_late, type: categorical, expr: shipped_on > due_on}]
      entities: [{name: shop, type: foreign, expr: CAST(shop_code AS bigint)}]
    metrics:
      - {name: orders, type: simple, agg: count, expr: 1}
      - {name: orders_30d, type: cumulative, input_metric: orders, window: 30 days}
      - name: growth
        type: derived
        expr: orders - before
        input_metrics: [orders, {name: orders, alias: before, offset_window: 1 year}]
`);
    expect(imported.files.map(({ path }) => path)).toEqual(['time_spine.yaml', 'sales.yaml']);
    expect(parse(imported.files[0]?.text ?? '')).toEqual({
      spine: { table: 'mart.days', column: 'day', grain: 'day', grains: { fiscal_year: 'date' } },
    });
    expect(parse(imported.files[1]?.text ?? '')).toMatchObject({
      dataset: 'sales',
      table: 'mart.orders',
      key: ['id'],
      time: 'ordered_on',
      dimensions: { is_late: { expression: 'shipped_on > due_on' } },
      metrics: {
        orders: { expression: 'COUNT(*)' },
        orders_30d: { kind: 'cumulative', of: 'orders', trailing: '30 days' },
        growth: { expression: 'orders - before', inputs: { before: { metric: 'orders', offset: '1 year' } } },
      },
    });
  });

  test('links in the folder are left alone, and what is no YAML is told with its place', async () => {
    writeFileSync(join(folder, 'secret.yml'), "semantic_models: [{name: secret, model: ref('x')}]");
    symlinkSync(join(folder, 'secret.yml'), join(folder, 'models', 'linked.yml'));
    expect(importYaml('models: []').files).toEqual([]);
    writeFileSync(join(folder, 'models', 'broken.yml'), 'metrics: [\n');
    const { exit, err } = await runCommand(['import', 'dbt', '.', '--schema', 'mart', '--out', 'x'], { folder });
    expect(exit).toBe(2);
    expect(err).toContain('models/broken.yml:');
    expect(err).toContain('INVALID_YAML');
  });

  test('the schema has to be said', async () => {
    const { exit, err } = await runCommand(['import', 'dbt', '.', '--out', 'x'], { folder });
    expect(exit).toBe(2);
    expect(err).toContain('--schema NAME');
  });
});
