import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../configuration/configuration.js';

type Bounds = Pick<Limits, 'depth' | 'rootFields' | 'fields'>;

/** How large an operation is once its fragments are spread out; introspection counts for its fields, not for its depth. */
export interface Complexity {
  readonly depth: number;
  readonly rootFields: number;
  readonly fields: number;
}

/**
 * Refuses what would cost too much before any other rule looks at it: some of them take time in the square of the
 * fields. Reported twice, since the second error is what ends a validation with `maxErrors: 1`.
 */
export function limitsRule(bounds: Bounds): ValidationRule {
  return (context) => ({
    Document(document) {
      const said = exceeded(document, bounds);
      if (said === undefined) return;
      for (let times = 0; times < 2; times++)
        context.reportError(new GraphQLError(said, { extensions: { code: 'TOO_COMPLEX' } }));
    },
  });
}

function exceeded(document: DocumentNode, bounds: Bounds): string | undefined {
  for (const { depth, rootFields, fields } of complexities(document)) {
    if (rootFields > bounds.rootFields)
      return `The query has ${rootFields} fields at its root, and at most ${bounds.rootFields} may be asked at once.`;
    if (depth > bounds.depth) return `The query nests ${depth} deep, and at most ${bounds.depth} is allowed.`;
    if (fields > bounds.fields) return `The query has ${fields} fields, and at most ${bounds.fields} are allowed.`;
  }
  return undefined;
}

/** Of each operation in the document. Each fragment is measured once, however often it is spread. */
export function complexities(document: DocumentNode): Complexity[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Complexity>();
  const none: Complexity = { depth: 0, rootFields: 0, fields: 0 };

  const fragment = (name: string): Complexity => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, none); // a fragment that spreads itself is another rule's business
    const found = fragments.get(name);
    const size = found ? measure(found.selectionSet) : none;
    measured.set(name, size);
    return size;
  };

  const measure = ({ selections }: SelectionSetNode): Complexity => {
    let [depth, rootFields, fields] = [0, 0, 0];
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? measure(selection.selectionSet) : none;
        const isIntrospection = selection.name.value.startsWith('__');
        depth = Math.max(depth, isIntrospection ? 1 : 1 + inner.depth);
        rootFields += 1;
        fields += 1 + inner.fields;
      } else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragment(selection.name.value) : measure(selection.selectionSet);
        depth = Math.max(depth, inner.depth);
        rootFields += inner.rootFields;
        fields += inner.fields;
      }
    }
    return { depth, rootFields, fields };
  };

  return document.definitions
    .filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measure(operation.selectionSet));
}
