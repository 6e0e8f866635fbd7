import type { SpineDefinition } from '../../definitions/definitions.js';
import type { DataType } from '../../expressions/data-type.js';
import type { Dataset, Spine } from '../model.js';

/** A spine's custom grains; where no type is said, that of a dataset over the same table, else date. */
export function compileSpine(definition: SpineDefinition, datasets: Iterable<Dataset>): Spine {
  const table = definition.table.value;
  const known = [...datasets].find((dataset) => dataset.table === table)?.columns;
  const types = definition.grains.map(({ name, type }): [string, DataType] => [
    name.value,
    type?.value ?? known?.get(name.value) ?? 'date',
  ]);
  return {
    rule: null,
    table,
    column: definition.column.value,
    grain: definition.grain.value,
    grains: definition.grains.map(({ name }) => name.value),
    types: new Map(types),
    units: null,
    starts: null,
  };
}
