import { type ColumnRef, column, isNotNull, literal, nullOf, type Scalar } from '../expressions/scalar.js';
import type { Frame } from './frame.js';
import {
  type Aggregate,
  type Named,
  type OutputColumn,
  outputColumn,
  outputOf,
  type PlanNode,
  type Project,
  relationOf,
  type Union,
} from './plan.js';

interface MetPart {
  readonly relation: string;
  readonly node: PlanNode;
}

interface MetColumn extends OutputColumn {
  readonly of: string;
  readonly own: string;
}

const IN_FRAME = 'in_frame';

/**
 * Several facts, each aggregated at its own grain, meet on their dimensions: their rows are put under one another, and
 * grouped once more. Grouping lets NULL meet NULL, on every engine; no fact can multiply another. Each measure has one
 * row in a group at most, which is carried over. A frame says which groups are wanted.
 */
export function meet(
  dimensions: readonly string[],
  parts: readonly MetPart[],
  frame: Frame | null,
  facts: string,
  met: string,
): { readonly node: Aggregate; readonly moved: (measure: ColumnRef) => Scalar; readonly inFrame: readonly Scalar[] } {
  const columns = metColumns(dimensions, parts);
  const flag: readonly OutputColumn[] = frame === null ? [] : [{ name: IN_FRAME, type: 'integer' }];
  const arms = parts.map((part) => arm(dimensions, part, columns, flag));
  const first = parts[0]?.node ?? frame?.node;
  if (first === undefined) throw new Error('nothing to meet');
  const union: Union = {
    kind: 'union',
    relation: facts,
    inputs: frame === null ? arms : [frameArm(dimensions, frame, columns), ...arms],
  };
  const carried = [...columns, ...flag];
  const node: Aggregate = {
    kind: 'aggregate',
    relation: met,
    input: union,
    groups: dimensions.map((name) => ({ name, value: column(facts, name, outputColumn(first, name).type) })),
    measures: carried.map(({ name, type }) => ({
      name,
      value: { kind: 'aggregate', name: 'any_value', args: [column(facts, name, type)], type },
    })),
  };
  const names = new Map(columns.map((each) => [`${each.of}\u0000${each.own}`, each.name]));
  return {
    node,
    inFrame: frame === null ? [] : [isNotNull(column(met, IN_FRAME, 'integer'))],
    moved: (measure) => {
      const name = names.get(`${measure.relation}\u0000${measure.column}`);
      return name === undefined ? measure : column(met, name, measure.type);
    },
  };
}

function metColumns(dimensions: readonly string[], parts: readonly MetPart[]): readonly MetColumn[] {
  const taken = new Set([...dimensions, IN_FRAME]);
  return parts.flatMap(({ relation, node }) =>
    outputOf(node)
      .filter(({ name }) => !dimensions.includes(name))
      .map(({ name: own, type }): MetColumn => {
        let name = own;
        for (let n = 2; taken.has(name); n++) name = `${own}_${n}`;
        taken.add(name);
        return { name, type, of: relation, own };
      }),
  );
}

function arm(
  dimensions: readonly string[],
  { relation, node }: MetPart,
  columns: readonly MetColumn[],
  flag: readonly OutputColumn[],
): Project {
  return {
    kind: 'project',
    relation: `${relation}_arm`,
    input: node,
    columns: [
      ...dimensions.map((name): Named => ({ name, value: outputColumn(node, name) })),
      ...columns.map(
        ({ name, type, of, own }): Named => ({
          name,
          value: of === relation ? column(relationOf(node), own, type) : nullOf(type),
        }),
      ),
      ...flag.map(({ name, type }): Named => ({ name, value: nullOf(type) })),
    ],
  };
}

function frameArm(dimensions: readonly string[], { node }: Frame, columns: readonly MetColumn[]): Project {
  return {
    kind: 'project',
    relation: `${relationOf(node)}_arm`,
    input: node,
    columns: [
      ...dimensions.map((name): Named => ({ name, value: outputColumn(node, name) })),
      ...columns.map(({ name, type }): Named => ({ name, value: nullOf(type) })),
      { name: IN_FRAME, value: literal('1', 'integer') },
    ],
  };
}
