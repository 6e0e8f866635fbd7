import type { Origin } from '../../report.js';
import { measureOf } from './metrics.js';
import type { Relation, Relations } from './relations.js';
import { isKeys, type Keys, keysIn, listIn, textIn } from './values.js';

/** Of the older generation: a thing of its own, which names its model. */
export function legacyModel(model: Keys, relations: Relations, origin: Origin): Keys | undefined {
  const relation = relations.called(textIn(model.model), origin);
  return (
    relation && {
      ...model,
      node_relation: relation,
      measures: listIn(model.measures).map(measureOf),
      dimensions: listIn(model.dimensions).map(withText),
      entities: listIn(model.entities).map(withText),
    }
  );
}

const withText = (element: Keys): Keys => ({ ...element, expr: textIn(element.expr) });

/** Whether a model is a semantic model too, and what that one is called. */
export function semanticName({ name, semantic_model: said }: Keys): string | undefined {
  const isOn = said === true || (isKeys(said) && said.enabled !== false);
  return isOn ? (textIn(keysIn(said).name) ?? textIn(name) ?? undefined) : undefined;
}

/** Of the newer generation: columns of the model say what they are. */
export function latestModel(model: Keys, name: string, relation: Relation): Keys {
  const columns = listIn(model.columns);
  const derived = keysIn(model.derived_semantics);
  return {
    name,
    label: model.label,
    description: model.description,
    node_relation: relation,
    defaults: { agg_time_dimension: model.agg_time_dimension },
    primary_entity: model.primary_entity,
    entities: [...columns.flatMap((column) => elementOf(column, 'entity')), ...listIn(derived.entities).map(withText)],
    dimensions: [
      ...columns.flatMap((column) => elementOf(column, 'dimension')),
      ...listIn(derived.dimensions).map((each) => dimensionOf(withText(each), each.granularity)),
    ],
  };
}

/** `entity: primary` on a column, or a map with more. */
function elementOf(column: Keys, kind: 'entity' | 'dimension'): readonly Keys[] {
  const said = column[kind];
  if (said === undefined || said === null || said === false) return [];
  const own = isKeys(said) ? said : { type: said };
  const name = textIn(own.name) ?? textIn(column.name);
  const element = {
    ...own,
    name,
    description: own.description ?? (kind === 'dimension' ? column.description : undefined),
    expr: name === textIn(column.name) ? null : textIn(column.name),
  };
  return [kind === 'entity' ? element : dimensionOf(element, column.granularity)];
}

const dimensionOf = ({ validity_params, ...dimension }: Keys, granularity: unknown): Keys => ({
  ...dimension,
  type_params: dimension.type === 'time' ? { time_granularity: textIn(granularity) ?? 'day', validity_params } : null,
});
