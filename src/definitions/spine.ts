import { z } from 'zod';
import { GRAINS } from '../time/grain.js';
import { dataTypeShape, readType } from './data-type-text.js';
import type { SpineDefinition } from './definitions.js';
import { columnNameShape } from './names.js';
import type { Reading } from './reading.js';
import { get, type MapTree } from './tree.js';

const spineKeys = z.strictObject({
  table: z.string().meta({ description: 'schema.table with a row for each day (or hour).' }),
  column: columnNameShape.meta({ description: 'Its column that holds the day.' }),
  grain: z.enum(GRAINS).meta({ description: 'What a row stands for: day.' }),
  grains: z
    .union([z.array(columnNameShape), z.record(columnNameShape, dataTypeShape)], {
      error: 'must be a list of columns, or {column: type}',
    })
    .nullish()
    .meta({ description: 'Its columns that serve as custom grains; dates unless their type is said.' }),
});

export const spineShape = z
  .strictObject({ spine: spineKeys.meta({ title: 'Spine', description: 'The calendar of the project.' }) })
  .meta({ id: 'SpineFile', title: 'Spine', description: 'A calendar table with custom grains.' });

export function readSpine(reading: Reading, tree: MapTree): SpineDefinition | undefined {
  return reading.whole(() => {
    if (reading.check(spineShape, tree, 'The spine', tree.start).size > 0) return undefined;
    const spine = get(tree, 'spine') as MapTree;
    return {
      table: reading.located(spine, 'table'),
      column: reading.located(spine, 'column'),
      grain: reading.located(spine, 'grain'),
      grains: readGrains(reading, spine),
    };
  });
}

function readGrains(reading: Reading, spine: MapTree): SpineDefinition['grains'] {
  const grains = get(spine, 'grains');
  if (grains?.kind !== 'map') return reading.locatedList(spine, 'grains').map((name) => ({ name }));
  return [...grains.entries.values()].flatMap((entry) => {
    const type = entry.value.kind === 'scalar' ? readType(reading, entry.value, `Grain "${entry.key}"`) : undefined;
    return type === undefined ? [] : [{ name: reading.locatedKey(entry), type }];
  });
}
