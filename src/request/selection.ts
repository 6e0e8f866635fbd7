import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

type Source = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** A field of the selection once fragments, @skip and @include are followed, under one response key. */
export interface SelectedField {
  readonly name: string;
  /** The alias, else the name. */
  readonly key: string;
  /** Several where one key is written in several places: their selections merge. */
  readonly nodes: readonly FieldNode[];
}

/** The fields selected of an object type, as the execution of the query will collect them. */
export function selectedFields(
  source: Source,
  type: GraphQLObjectType,
  sets: readonly (SelectionSetNode | undefined)[],
): readonly SelectedField[] {
  const found = new Map<string, { name: string; key: string; nodes: FieldNode[] }>();
  const seen = new Set<string>();
  const collect = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (!isIncluded(source, selection)) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        const field = found.get(key);
        if (field) field.nodes.push(selection);
        else found.set(key, { name: selection.name.value, key, nodes: [selection] });
        continue;
      }
      let fragment: Extract<SelectionNode, { kind: 'InlineFragment' }> | (typeof source.fragments)[string] | undefined;
      if (selection.kind === 'FragmentSpread') {
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
        fragment = source.fragments[selection.name.value];
      } else fragment = selection;
      if (fragment && applies(source, type, fragment.typeCondition)) collect(fragment.selectionSet);
    }
  };
  sets.forEach(collect);
  return [...found.values()];
}

/** The fields selected below the field being resolved. */
export function fieldsOf(info: GraphQLResolveInfo): readonly SelectedField[] {
  return selectedFields(
    info,
    getNamedType(info.returnType) as GraphQLObjectType,
    info.fieldNodes.map((node) => node.selectionSet),
  );
}

/** The object type that a field of `type` leads to. */
export function objectBelow(type: GraphQLObjectType, field: string): GraphQLObjectType | undefined {
  const definition = type.getFields()[field];
  const below = definition && getNamedType(definition.type);
  return isObjectType(below) ? below : undefined;
}

/** Arguments of a selected field, with variables and defaults filled in. */
export function argumentsOf(
  source: Source,
  type: GraphQLObjectType,
  field: SelectedField,
): Readonly<Record<string, unknown>> {
  const definition = type.getFields()[field.name];
  const [node] = field.nodes;
  return definition && node ? getArgumentValues(definition, node, source.variableValues) : {};
}

function isIncluded(source: Source, node: SelectionNode): boolean {
  if (!node.directives?.length) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, source.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, source.variableValues);
  return skip?.if !== true && include?.if !== false;
}

function applies(
  source: Source,
  type: GraphQLObjectType,
  condition: Parameters<typeof typeFromAST>[1] | undefined,
): boolean {
  if (condition === undefined) return true;
  const wanted = typeFromAST(source.schema, condition);
  return wanted === type || (isAbstractType(wanted) && source.schema.isSubType(wanted, type));
}
