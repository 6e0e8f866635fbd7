import type { SpineDefinition } from '../../definitions/definitions.js';
import type { Spine } from '../model.js';

export const compileSpine = (definition: SpineDefinition): Spine => ({
  table: definition.table.value,
  column: definition.column.value,
  grain: definition.grain.value,
  grains: definition.grains.map((each) => each.value),
  types: new Map(),
});
