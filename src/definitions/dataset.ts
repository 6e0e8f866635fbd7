import { z } from 'zod';
import { nearest } from '../problems/did-you-mean.js';
import { cacheShape, readCacheRule } from './cache-rule.js';
import { columnShape, type ReadColumn, readColumn } from './column.js';
import type { DatasetDefinition, DimensionDefinition } from './definitions.js';
import { describedKeys, readDescribed } from './described.js';
import { dimensionShape, readDimension } from './dimension.js';
import { expressionShape } from './expression-shape.js';
import { lifecycleKeys, readLifecycle } from './lifecycle.js';
import { linkShape, readLink } from './link.js';
import { metricShape, metricSnippets, readMetric } from './metric.js';
import { columnNameShape, nameShape } from './names.js';
import { ownTableShape, readOwnTable } from './own-table.js';
import { partitionShape, readPartition } from './partition.js';
import type { Reading } from './reading.js';
import { readRollup, rollupShape, rollupSnippet } from './rollup.js';
import { readSegment } from './segment.js';
import { snippet } from './snippet.js';
import { type Entry, get, isNothing, type MapTree, without } from './tree.js';

export const datasetShape = z
  .strictObject({
    dataset: nameShape.meta({ title: 'Dataset', description: 'The name of the dataset.' }),
    table: z.string().optional().meta({ title: 'Table', description: 'schema.table, as the engine profile knows it.' }),
    sql: z.string().optional().meta({ title: 'SQL', description: 'A SELECT in place of a table.' }),
    tables: z
      .record(z.string(), ownTableShape)
      .nullish()
      .meta({ title: 'Tables', description: 'Tables that sql: reads and no dataset is made of, with their columns.' }),
    ...describedKeys,
    ...lifecycleKeys,
    columns: z
      .record(columnNameShape, columnShape)
      .nullish()
      .meta({ title: 'Columns', description: 'The columns of the table with their types.' }),
    key: z.array(columnNameShape).nullish().meta({ title: 'Key', description: 'What tells rows apart.' }),
    time: columnNameShape.optional().meta({ title: 'Time', description: 'What metric_time means for this dataset.' }),
    partition: z
      .record(columnNameShape, partitionShape)
      .nullish()
      .meta({ title: 'Partition', description: 'Hive partition columns: {ds: {from: started_at, late: 3 days}}.' }),
    cache: cacheShape.optional(),
    links: z
      .record(nameShape, linkShape)
      .nullish()
      .meta({
        title: 'Links',
        description: 'Ways to other datasets, by role.',
        defaultSnippets: [snippet('link', 'A way to another dataset.', { $name: { to: '$dataset', on: '$column' } })],
      }),
    dimensions: z
      .record(columnNameShape, dimensionShape)
      .nullish()
      .meta({ title: 'Dimensions', description: 'What to group by; each column is one already.' }),
    segments: z
      .record(nameShape, expressionShape)
      .nullish()
      .meta({
        title: 'Segments',
        description: 'Named conditions.',
        defaultSnippets: [snippet('segment', 'A condition with a name.', { $name: '$condition' })],
      }),
    metrics: z.record(nameShape, metricShape).nullish().meta({
      title: 'Metrics',
      description: 'What people ask for, by name.',
      defaultSnippets: metricSnippets(),
    }),
    rollups: z
      .record(nameShape, rollupShape)
      .nullish()
      .meta({
        title: 'Rollups',
        description: 'Metrics aggregated ahead, by name.',
        defaultSnippets: [rollupSnippet],
      }),
  })
  .meta({ id: 'DatasetFile', title: 'Dataset', description: 'A table with its links, dimensions and metrics.' });

/** These hold named things, each of which is checked by itself, so that one of them spoils no other. */
const HOLDERS = ['tables', 'columns', 'partition', 'links', 'dimensions', 'segments', 'metrics', 'rollups'] as const;
const headShape = datasetShape.extend(Object.fromEntries(HOLDERS.map((key) => [key, z.unknown().optional()])));

export function readDataset(reading: Reading, tree: MapTree): DatasetDefinition | undefined {
  const what = `Dataset "${reading.located(tree, 'dataset').value}"`;
  const spoiled = reading.check(headShape, without(tree, new Set(HOLDERS)), what, tree.start);
  const head = without(tree, spoiled);
  const isNamed = hasName(reading, head);
  const isFrom = hasOneSource(reading, tree, what);

  const named = <T>(
    key: (typeof HOLDERS)[number],
    read: (reading: Reading, entry: Entry, all: MapTree) => T | undefined,
  ): T[] =>
    reading
      .entries(tree, key, what)
      .flatMap((entry) => reading.whole(() => read(reading, entry, get(tree, key) as MapTree)) ?? []);
  const tables = named('tables', readOwnTable);
  const columns = named('columns', readColumn);
  const partitions = named('partition', readPartition);
  const links = named('links', readLink);
  const dimensions = allDimensions(reading, columns, named('dimensions', readDimension));
  const segments = named('segments', readSegment);
  const metrics = named('metrics', readMetric);
  const rollups = named('rollups', readRollup);

  if (!isNamed || !isFrom) return undefined;
  return {
    ...readDescribed(head),
    ...readLifecycle(reading, head),
    name: reading.located(head, 'dataset'),
    table: reading.locatedOrNone(head, 'table'),
    sql: readSelect(reading, head, what),
    ...(tables.length > 0 && { tables }),
    columns: columns.map(({ name, type }) => ({ name, type })),
    key: reading.locatedList(head, 'key'),
    time: reading.locatedOrNone(head, 'time'),
    partitions,
    cache: readCacheRule(head),
    links,
    dimensions,
    segments,
    metrics,
    rollups,
  };
}

function readSelect(reading: Reading, head: MapTree, what: string): DatasetDefinition['sql'] {
  const sql = get(head, 'sql');
  return sql?.kind === 'scalar' && !isNothing(sql) ? reading.select(sql, what) : undefined;
}

function hasName(reading: Reading, head: MapTree): boolean {
  const name = get(head, 'dataset');
  return name?.kind === 'scalar' && reading.isName(name.text, name.start, 'A dataset');
}

function hasOneSource(reading: Reading, tree: MapTree, what: string): boolean {
  const [table, sql] = [tree.entries.get('table'), tree.entries.get('sql')];
  if (table && sql)
    reading.refuse('INVALID_DEFINITION', sql.start, `${what} has both "table" and "sql".`, 'Keep one of them.');
  else if (!table && !sql && !isMisspelt(tree))
    reading.refuse('INVALID_DEFINITION', tree.start, `${what} needs "table".`, 'Or "sql", a SELECT in its place.');
  const tables = tree.entries.get('tables');
  if (table && tables && !isNothing(tables.value))
    reading.refuse(
      'INVALID_DEFINITION',
      tables.start,
      `${what} has "tables", which goes with "sql".`,
      'Columns of its table stand under columns:.',
    );
  const [source, ...more] = [table, sql].filter(
    (entry) => entry?.value.kind === 'scalar' && typeof entry.value.value === 'string',
  );
  return source !== undefined && more.length === 0;
}

/** An unknown key that was probably to be the table is told by itself. */
const isMisspelt = (tree: MapTree): boolean =>
  [...tree.entries.keys()].some((key) => !(key in datasetShape.shape) && nearest(key, ['table', 'sql']) !== undefined);

/** A column that is described is a dimension too; under `dimensions:` it may be so once more only with an expression. */
function allDimensions(
  reading: Reading,
  columns: readonly ReadColumn[],
  own: readonly DimensionDefinition[],
): readonly DimensionDefinition[] {
  const described = new Map(columns.flatMap(({ name, dimension }) => (dimension ? [[name.value, dimension]] : [])));
  for (const { name } of own) {
    if (!described.delete(name.value)) continue;
    const message = `"${name.value}" is described under columns and under dimensions.`;
    reading.report({ code: 'DUPLICATE_NAME', message, at: name.at, hint: 'Keep one of the two.' });
  }
  return [...described.values(), ...own];
}
