import { z } from 'zod';
import type { ViewDefinition } from './definitions.js';
import { describedKeys, readDescribed } from './described.js';
import { lifecycleKeys, readLifecycle } from './lifecycle.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { snippet } from './snippet.js';
import { type Entry, get, type MapTree, type Tree, textUnder, without } from './tree.js';

const pathShape = z.string().meta({ description: 'link.link.dimension, starting in the dataset of the metric.' });
const pathsShape = z.record(nameShape, pathShape).meta({ description: 'A path for each dataset.' });

const viewDimensionShape = z
  .union(
    [
      pathShape,
      z.strictObject({
        path: z.union([pathShape, pathsShape], { error: 'must be a path, or one for each dataset' }),
        description: z.string().nullish().meta({ description: 'One sentence that tells what it is.' }),
      }),
      pathsShape,
    ],
    { error: 'must be a path, {dataset: path} or {path, description}' },
  )
  .meta({ id: 'ViewDimension', title: 'Dimension', description: 'A path, or {dataset: path} where paths differ.' });

export const viewShape = z
  .strictObject({
    view: nameShape.meta({ title: 'View', description: 'The name of the view, a field of its own in the API.' }),
    ...describedKeys,
    ...lifecycleKeys,
    metrics: z
      .array(nameShape)
      .min(1, 'must name at least one metric')
      .meta({ title: 'Metrics', description: 'The metrics it offers.' }),
    dimensions: z
      .record(nameShape, viewDimensionShape)
      .nullish()
      .meta({
        title: 'Dimensions',
        description: 'The dimensions it offers, by name.',
        defaultSnippets: [
          snippet('dimension', 'A path from all datasets of the metrics.', { $name: '$link.dimension' }),
          snippet('dimension by dataset', 'A path from each.', { $name: { $dataset: '$link.dimension' } }),
        ],
      }),
  })
  .meta({ id: 'ViewFile', title: 'View', description: 'A curated field over metrics of one or several datasets.' });

const headShape = viewShape.extend({ dimensions: z.unknown().optional() });

type ViewDimension = ViewDefinition['dimensions'][number];

export function readView(reading: Reading, tree: MapTree): ViewDefinition | undefined {
  const name = reading.located(tree, 'view');
  const what = `View "${name.value}"`;
  const spoiled = reading.check(headShape, without(tree, new Set(['dimensions'])), what, tree.start);
  const isNamed = !spoiled.has('view') && reading.isName(name.value, get(tree, 'view')?.start ?? tree.start, 'A view');
  const holder = get(tree, 'dimensions') as MapTree;
  const dimensions = reading
    .entries(tree, 'dimensions', what)
    .flatMap((entry) => reading.whole(() => readViewDimension(reading, entry, holder)) ?? []);
  if (!isNamed || spoiled.has('metrics')) return undefined;
  const head = without(tree, spoiled);
  return {
    ...readDescribed(head),
    ...readLifecycle(reading, head),
    name,
    metrics: reading.locatedList(tree, 'metrics'),
    dimensions,
  };
}

function readViewDimension(reading: Reading, entry: Entry, all: MapTree): ViewDimension | undefined {
  const what = `Dimension "${entry.key}"`;
  if (!reading.isName(entry.key, entry.start, 'A dimension', all)) return undefined;
  if (reading.check(shapeOf(entry.value), entry.value, what, entry.start).size > 0) return undefined;
  const path = get(entry.value, 'path') ?? entry.value;
  const description = get(entry.value, 'path') && textUnder(entry.value, 'description');
  return { name: reading.locatedKey(entry), path: readPaths(reading, path), description };
}

/** A map with `path` is the long form; any other is a path for each dataset. */
const shapeOf = (tree: Tree) =>
  tree.kind === 'map' ? viewDimensionShape.options[get(tree, 'path') ? 1 : 2] : viewDimensionShape;

function readPaths(reading: Reading, tree: Tree): ViewDimension['path'] {
  if (tree.kind !== 'map') return reading.locatedScalar(tree);
  return [...tree.entries.values()].map((entry) => ({
    dataset: reading.locatedKey(entry),
    path: reading.locatedScalar(entry.value),
  }));
}
