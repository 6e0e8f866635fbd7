import { type DocumentNode, type OperationDefinitionNode, visit } from 'graphql';

/**
 * What may differ between two answers of the same rows: how they came about, and what is known of keys and partitions by
 * then. The schema itself is asked seldom.
 */
const DIFFERING: ReadonlySet<string> = new Set(['proof', 'sql', '__schema', '__type']);

const known = new WeakMap<DocumentNode, boolean>();

/** Whether the answer to a query is the same for as long as the rows and the definitions are. */
export function isRepeatable(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
  if (operation !== 'query') return false;
  const found = known.get(document);
  if (found !== undefined) return found;
  let repeats = true;
  visit(document, {
    Field: ({ name }) => {
      if (DIFFERING.has(name.value)) repeats = false;
    },
  });
  known.set(document, repeats);
  return repeats;
}
