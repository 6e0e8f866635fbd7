import type { NewDataset } from '../../editing/new-dataset.js';
import { isTemporal } from '../../expressions/data-type.js';
import type { CatalogueColumn } from '../../proofs/columns-of-table.js';

/** What a catalogue tells of a dataset, and what is only likely from it: that is marked, to be looked at. */
export function proposeDataset(
  name: string,
  columns: readonly CatalogueColumn[],
): Pick<NewDataset, 'columns' | 'key' | 'time' | 'guessed' | 'leftOut'> {
  const usable = columns.filter(({ type }) => type !== null);
  const key = likelyKey(
    name,
    usable.map((column) => column.name),
  );
  const time = likelyTime(usable);
  return {
    columns: usable.map((column) => ({
      name: column.name,
      type: column.type ?? '',
      note:
        [column.isPartition ? 'the table is partitioned by it' : '', column.comment].filter(Boolean).join('; ') ||
        undefined,
    })),
    leftOut: columns.filter(({ type }) => type === null),
    key: key === undefined ? [] : [key],
    time,
    guessed: {
      key: key && 'to be looked at: a guess by its name, which grainline check --engine puts to the test',
      time: time && 'to be looked at: the time that metrics are reported by',
    },
  };
}

/** `order_id` or `id` of `orders`. */
function likelyKey(name: string, columns: readonly string[]): string | undefined {
  const one = singular(name);
  const likely = [`${one}_id`, `${name}_id`, 'id', `${one}_key`, `${name}_key`, `${one}_code`];
  return likely
    .map((each) => columns.find((column) => column.toLowerCase() === each))
    .find((found) => found !== undefined);
}

const singular = (name: string): string =>
  name
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/([^s])s$/, '$1');

/** A time comes before a day, and both before those that say when a row was written. */
function likelyTime(columns: readonly CatalogueColumn[]): string | undefined {
  const times = columns.filter(({ type, isPartition }) => type !== null && isTemporal(type) && !isPartition);
  const events = times.filter(({ name }) => !/^(_|updated|modified|loaded|ingested|inserted|dw_|etl_)/i.test(name));
  const [first] = [...events.filter(({ type }) => type === 'timestamp'), ...events, ...times];
  return first?.name;
}
