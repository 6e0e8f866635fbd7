import type { DatasetDefinition, PartitionDefinition } from '../../definitions/definitions.js';
import type { DataType } from '../../expressions/data-type.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Located, Problem } from '../../problems/problem.js';
import { isBelowDay, isCalendarGrain } from '../../time/grain.js';
import { grainOf, isDigits, PARTITION_FORMS, type PartitionForm, partsWithin } from '../../time/partition-form.js';
import type { Dataset, Partition, PartitionColumn } from '../model.js';
import type { Problems } from '../problems.js';

type Compiled = Pick<Dataset, 'name' | 'columns' | 'dimensions'>;

/** A declaration with a problem is left out: then nothing is read less than the table. */
export function compilePartitions(
  { partitions }: DatasetDefinition,
  dataset: Compiled,
  problems: Problems,
): readonly Partition[] {
  return partitions.flatMap((definition) => {
    const found = compilePartition(definition, dataset);
    if ('columns' in found) return [found];
    problems.add(found);
    return [];
  });
}

function compilePartition(definition: PartitionDefinition, dataset: Compiled): Partition | Problem {
  const { column, from, late, form } = definition;
  const type = dataset.columns.get(column.value);
  if (type === undefined) return noColumn(column, dataset);
  const time = dataset.dimensions.get(from.value);
  if (time === undefined)
    return {
      code: 'UNKNOWN_COLUMN',
      at: from.at,
      message: `Partition "${column.value}" follows from "${from.value}", which "${dataset.name}" does not have.`,
      hint: didYouMean(from.value, dataset.dimensions.keys()) ?? `It has: ${listNames(dataset.dimensions.keys())}.`,
    };
  const mismatch = (at: Problem['at'], message: string, hint?: string): Problem => ({
    code: 'TYPE_MISMATCH',
    at,
    message: `Partition "${column.value}" ${message}`,
    hint,
  });
  if (time.type !== 'date' && time.type !== 'timestamp')
    return mismatch(from.at, `follows from "${from.value}", which is ${time.type}, not a date or timestamp.`);
  const fitting = formsOf(type);
  const spelled = form?.value ?? fitting[0];
  if (spelled === undefined) return mismatch(column.at, `is ${type}; a partition is a date, a text or an integer.`);
  if (!fitting.includes(spelled))
    return mismatch(form?.at, `is ${type}, and cannot be spelled ${spelled}.`, `Of this type: ${listNames(fitting)}.`);
  const within = columnsWithin(definition, spelled, dataset);
  if ('problem' in within) return within.problem;
  const columns = [{ name: column.value, type, form: spelled }, ...within.columns];
  if (time.type === 'date' && columns.some((each) => isBelowDay(grainOf(each.form))))
    return mismatch(from.at, `holds hours, and "${from.value}" is a date.`, 'Name a timestamp under from:.');
  const partition = { columns, from: from.value, time: time.expression };
  if (late === undefined) return { ...partition, late: null };
  const { count, grain } = late.value;
  if (!isCalendarGrain(grain))
    return mismatch(late.at, `is late by ${grain}s, which is no grain of the calendar.`, 'Write hours, days or weeks.');
  if (time.type === 'date' && isBelowDay(grain))
    return mismatch(late.at, `is late by ${grain}s, and "${from.value}" is a date.`, 'Write days or weeks.');
  return { ...partition, late: { count, grain } };
}

/** The columns under `parts`, each of the next part that the first one's form leaves open. */
function columnsWithin(
  { column, parts }: PartitionDefinition,
  form: PartitionForm,
  dataset: Compiled,
): { readonly columns: readonly PartitionColumn[] } | { readonly problem: Problem } {
  const open = partsWithin(form);
  const columns: PartitionColumn[] = [];
  for (const [at, each] of parts.entries()) {
    const [type, part] = [dataset.columns.get(each.value), open[at]];
    if (type === undefined) return { problem: noColumn(each, dataset) };
    const mismatch = (message: string, hint: string): { readonly problem: Problem } => ({
      problem: { code: 'TYPE_MISMATCH', at: each.at, message: `Partition "${column.value}" ${message}`, hint },
    });
    if (part === undefined) {
      const left = open.length === 0 ? 'nothing' : `only the ${open.map(grainOf).join(' and the ')}`;
      return mismatch(
        `is spelled ${form}, which leaves ${left} to "${each.value}".`,
        'A year is spelled so: form: yyyy.',
      );
    }
    if (type !== 'text' && type !== 'integer' && type !== 'bigint')
      return mismatch(`has "${each.value}" within it, which is ${type}.`, 'A part of a time is a text or an integer.');
    columns.push({ name: each.value, type, form: part });
  }
  return { columns };
}

const noColumn = ({ value, at }: Located<string>, { name, columns }: Compiled): Problem => ({
  code: 'UNKNOWN_COLUMN',
  at,
  message: `Partition "${value}" is no column of "${name}".`,
  hint: didYouMean(value, columns.keys()) ?? 'Declare it under columns:.',
});

/** What a column of the type can spell, the usual form first. */
function formsOf(type: DataType): readonly PartitionForm[] {
  if (type === 'date') return ['yyyy-mm-dd'];
  if (type === 'text') return ['yyyy-mm-dd', ...PARTITION_FORMS.filter((form) => form !== 'yyyy-mm-dd')];
  if (type === 'integer' || type === 'bigint')
    return ['yyyymmdd', ...PARTITION_FORMS.filter((form) => isDigits(form) && form !== 'yyyymmdd')];
  return [];
}
