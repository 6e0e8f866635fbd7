import { type ColumnRef, column, nullOf, type Scalar } from '../expressions/scalar.js';
import type { Aggregate, Named, Project, Union } from './plan.js';

/** Relation of the columns after leaves have met. */
const MET = 'met';

/**
 * Several facts, each aggregated at its own grain, meet on their dimensions: their rows are put under one another, and
 * grouped once more. Grouping lets NULL meet NULL, on every engine; no fact can multiply another. Each measure has one
 * row in a group at most, so that max() only carries it over.
 */
export function meet(leaves: readonly Aggregate[]): { readonly node: Aggregate; readonly moved: (measure: ColumnRef) => Scalar } {
  const [first] = leaves;
  if (first === undefined) throw new Error('nothing to meet');
  const names = new Map<string, Map<string, string>>();
  const columns: { name: string; type: Scalar['type']; of: string; measure: string }[] = [];
  const taken = new Set(first.groups.map((group) => group.name));
  for (const leaf of leaves) {
    const own = new Map<string, string>();
    for (const measure of leaf.measures) {
      let name = measure.name;
      while (taken.has(name)) name = `${name}_of_${leaf.relation}`;
      taken.add(name);
      own.set(measure.name, name);
      columns.push({ name, type: measure.value.type, of: leaf.relation, measure: measure.name });
    }
    names.set(leaf.relation, own);
  }
  const union: Union = { kind: 'union', relation: 'facts', inputs: leaves.map((leaf) => arm(leaf, columns)) };
  const node: Aggregate = {
    kind: 'aggregate',
    relation: MET,
    input: union,
    groups: first.groups.map((group) => ({ name: group.name, value: column('facts', group.name, group.value.type) })),
    measures: columns.map(({ name, type }) => ({ name, value: { kind: 'aggregate', name: 'max', args: [column('facts', name, type)], type } })),
  };
  return { node, moved: (measure) => column(MET, names.get(measure.relation)?.get(measure.column) ?? measure.column, measure.type) };
}

function arm(leaf: Aggregate, columns: readonly { name: string; type: Scalar['type']; of: string; measure: string }[]): Project {
  const groups: Named[] = leaf.groups.map(({ name, value }) => ({ name, value: column(leaf.relation, name, value.type) }));
  const measures = columns.map(({ name, type, of, measure }): Named => ({ name, value: of === leaf.relation ? column(leaf.relation, measure, type) : nullOf(type) }));
  return { kind: 'project', relation: `${leaf.relation}_arm`, input: leaf, columns: [...groups, ...measures] };
}

