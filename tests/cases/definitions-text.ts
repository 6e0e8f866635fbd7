import { stringify } from 'yaml';
import type { DefinitionText } from '../../src/definitions/read-definitions.js';
import { conditionsText } from './conditions-text.js';
import { datasetsOf } from './lookup.js';
import { metricDefinition } from './metric-definition.js';
import type { SuiteDataset, SuiteLink, SuiteModel } from './suite.js';

/** The project's own definition files for a model: one for each dataset with its metrics, one for each spine. */
export function definitionsText(model: SuiteModel): readonly DefinitionText[] {
  const datasets = Object.keys(model.datasets).map((name) => file(name, datasetDefinition(model, name)));
  const spines = model.spines.map((spine) =>
    file(`calendar/${spine.table}`, { spine: { ...spine, grains: typesOf(model, spine.table, spine.grains) } }),
  );
  return [...datasets, ...spines];
}

const typesOf = (model: SuiteModel, table: string, columns: readonly string[]): object =>
  Object.fromEntries((model.tables[table]?.columns ?? []).filter(([name]) => columns.includes(name)));

/** `lineWidth: 0` keeps an expression on its line. */
const file = (name: string, definition: object): DefinitionText => ({
  path: `metrics/${name}.yaml`,
  text: stringify(definition, { lineWidth: 0 }),
});

function datasetDefinition(model: SuiteModel, name: string): object {
  const dataset = model.datasets[name] as SuiteDataset;
  const metrics = Object.keys(model.metrics).filter((metric) => datasetsOf(model, metric)[0] === name);
  return {
    dataset: name,
    ...(dataset.sql === undefined
      ? { table: dataset.table }
      : { sql: dataset.sql, tables: tablesIn(model, dataset.sql) }),
    columns: columnsOf(model, dataset),
    key: dataset.primary_key,
    time: dataset.time,
    partition: dataset.partition,
    links: mapped(dataset.links, linkDefinition),
    dimensions: dimensionsWithExpression(dataset),
    segments: mapped(dataset.segments, (conditions) => conditionsText(model, name, conditions)),
    metrics: Object.fromEntries(metrics.map((metric) => [metric, metricDefinition(model, metric)])),
  };
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));

/** All columns of the table, those that are no dimension hidden; of a SELECT only the dimensions are known. */
function columnsOf(model: SuiteModel, { table, dimensions }: SuiteDataset): Record<string, unknown> {
  const own = table === undefined ? undefined : model.tables[table];
  if (own)
    return Object.fromEntries(
      own.columns.map(([name, type]) => [name, name in dimensions ? type : { type, hidden: true }]),
    );
  const plain = Object.entries(dimensions).filter(([, { expr }]) => expr === undefined);
  return Object.fromEntries(plain.map(([name, { type }]) => [name, type]));
}

/** The tables of the model that a SELECT mentions, with their columns. */
function tablesIn(model: SuiteModel, sql: string): Record<string, unknown> {
  const words = new Set(sql.split(/\W+/));
  const read = Object.entries(model.tables).filter(([name]) => words.has(name));
  return Object.fromEntries(read.map(([name, { columns }]) => [name, Object.fromEntries(columns)]));
}

function dimensionsWithExpression({ dimensions }: SuiteDataset): Record<string, unknown> {
  const expressions = Object.entries(dimensions).filter(([, { expr }]) => expr !== undefined);
  return Object.fromEntries(expressions.map(([name, { expr, type }]) => [name, { expression: expr, type }]));
}

const linkDefinition = ({ to, on, kind, join, default: label, during }: SuiteLink): object => ({
  to,
  on: Object.fromEntries(on),
  many: kind === 'one_to_many' ? true : undefined,
  join,
  default: label,
  during: during && [during.from, during.to],
  as_of: during?.as_of,
});
