import type { DatasetDefinition } from '../definitions/definitions.js';
import type { Engine } from '../engine/engine.js';
import type { Dataset } from '../model/model.js';
import { listNames } from '../problems/did-you-mean.js';
import type { Problem } from '../problems/problem.js';
import { claimOfPartition } from './partition-claim.js';
import { outsideText, provePartition } from './prove-partition.js';

/** What the data say of a dataset's `partition:`, and whether the table is partitioned as it says. */
export interface PartitionCheck {
  readonly problems: readonly Problem[];
  readonly proven: number;
}

/**
 * The dataset's table can be read.
 * @throws ProblemError of the engine
 */
export async function checkPartitions(
  definition: DatasetDefinition,
  dataset: Dataset,
  engine: Engine,
  signal: AbortSignal,
): Promise<PartitionCheck> {
  const problems: Problem[] = [...(await differences(definition, dataset, engine, signal))];
  let proven = 0;
  for (const partition of dataset.partitions) {
    const claim = claimOfPartition(dataset, partition);
    const text = outsideText(claim, await provePartition(claim, engine, signal));
    const declared = definition.partitions.find(({ column }) => column.value === partition.columns[0]?.name);
    if (text === null) proven += 1;
    else
      problems.push({
        code: 'ROWS_OUTSIDE_PARTITION',
        at: declared?.late?.at ?? declared?.column.at,
        message: text,
        hint: 'Say a longer late:, or mend the data: questions about these times may lose these rows.',
      });
  }
  return { problems, proven };
}

/** Between the definition and what the engine knows of the table's partitions, where it knows them. */
async function differences(
  { table, partitions }: DatasetDefinition,
  dataset: Dataset,
  engine: Engine,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  if (table === undefined) return [];
  const real = await engine.partitionColumns?.(table.value, signal);
  if (real == null) return [];
  const there = real.length === 0 ? 'It is not partitioned.' : `It is partitioned by ${listNames(real)}.`;
  const declared = partitions.flatMap(({ column, parts }) => [column, ...parts]);
  const strangers = declared
    .filter(({ value }) => !real.includes(value))
    .map(
      (column): Problem => ({
        code: 'NOT_A_PARTITION_COLUMN',
        severity: 'warning',
        at: column.at,
        message: `"${column.value}" is no partition column of "${table.value}": nothing is skipped by it.`,
        hint: there,
      }),
    );
  const isSilent = dataset.time !== null && real.length > 0 && !declared.some(({ value }) => real.includes(value));
  if (!isSilent) return strangers;
  return [
    ...strangers,
    {
      code: 'PARTITION_NOT_DECLARED',
      severity: 'warning',
      at: table.at,
      message: `"${table.value}" is partitioned by ${listNames(real)}, and nothing says what it follows from: questions about a day open all of it.`,
      hint: `Where it follows from "${dataset.time}": partition: {${real[0]}: {from: ${dataset.time}${formOf(real)}}}, with late: for rows that land later.`,
    },
  ];
}

/** The usual names of columns that tell a day together. */
const formOf = ([year, ...parts]: readonly string[]): string =>
  year !== 'year' ? '' : `, form: yyyy${parts.length > 0 ? `, parts: [${parts.join(', ')}]` : ''}`;
