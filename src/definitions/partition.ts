import { z } from 'zod';
import type { Located } from '../problems/problem.js';
import { PARTITION_FORMS, type PartitionForm } from '../time/partition-form.js';
import type { PartitionDefinition } from './definitions.js';
import { columnNameShape } from './names.js';
import type { Reading } from './reading.js';
import { readSpan, spanShape } from './span-text.js';
import type { Entry, MapTree } from './tree.js';

export const partitionShape = z
  .strictObject({
    from: columnNameShape.meta({ description: 'The date or timestamp of a row that its partition follows.' }),
    late: spanShape.optional().meta({ description: 'How long after it a row may land; without, on the same day.' }),
    form: z
      .enum(PARTITION_FORMS)
      .optional()
      .meta({ description: 'How a text or an integer spells the day: yyyy-mm-dd for texts, yyyymmdd for integers.' }),
    parts: z.array(columnNameShape).optional().meta({
      description: 'Columns within it, such as [month, day] of a year: integers, or texts of two digits.',
    }),
  })
  .meta({ id: 'Partition', title: 'Partition', description: 'What a partition column follows from.' });

export function readPartition(reading: Reading, entry: Entry, all: MapTree): PartitionDefinition | undefined {
  const what = `Partition "${entry.key}"`;
  const isNamed = reading.isColumnName(entry.key, entry.start, 'A partition', all);
  if (reading.check(partitionShape, entry.value, what, entry.start).size > 0 || !isNamed) return undefined;
  const late = reading.locatedOrNone(entry.value, 'late');
  return {
    column: reading.locatedKey(entry),
    from: reading.located(entry.value, 'from'),
    late: late && readSpan(late),
    form: reading.locatedOrNone(entry.value, 'form') as Located<PartitionForm> | undefined,
    parts: reading.locatedList(entry.value, 'parts'),
  };
}
