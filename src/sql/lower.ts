import { column, mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Named, PlanNode } from '../plan/plan.js';
import type { Select, Source, SqlJoin } from './select.js';

/** A SELECT under construction, and what the plan's columns are called inside it. */
interface Draft {
  readonly from: Source;
  readonly joins: readonly SqlJoin[];
  readonly where: readonly Scalar[];
  readonly groupBy: readonly Scalar[] | null;
  readonly having: readonly Scalar[];
  /** Plan columns that are expressions here, by relation and name; others are columns of an alias. */
  readonly meanings: ReadonlyMap<string, Scalar>;
}

const keyOf = (relation: string, name: string): string => `${relation}\u0000${name}`;

/** Turns a plan into one SELECT, nesting only where SQL needs it: after grouping twice, and for a union. */
export function lower(root: PlanNode): Select {
  const sort = root.kind === 'sort' ? root : null;
  const body = sort === null ? root : sort.input;
  const draft = lowerNode(body);
  const columns = outputOf(body).map(({ name, value }): Named => ({ name, value: spell(value, draft) }));
  const orderBy = (sort?.by ?? []).map((key) => ({ ...key, value: spell(key.value, draft) }));
  return { ...selectOf(draft, columns), orderBy, limit: sort?.limit ?? null, offset: sort?.offset ?? 0 };
}

const selectOf = ({ from, joins, where, groupBy, having }: Draft, columns: readonly Named[]): Select => ({
  columns, from, joins, where, groupBy, having, orderBy: [], limit: null, offset: 0,
});

function lowerNode(node: PlanNode): Draft {
  switch (node.kind) {
    case 'scan':
      return fresh({ kind: 'table', table: node.table, alias: node.relation });
    case 'join': {
      const left = lowerNode(node.left);
      const right = sourceOf(node.right);
      return { ...left, joins: [...left.joins, { type: node.type, source: right, on: node.on }] };
    }
    case 'filter': {
      const input = lowerNode(node.input);
      const where = node.where.map((part) => spell(part, input));
      return input.groupBy === null ? { ...input, where: [...input.where, ...where] } : { ...input, having: [...input.having, ...where] };
    }
    case 'aggregate': {
      const below = lowerNode(node.input);
      const input = below.groupBy === null ? below : nest(node.input, below);
      const groups = node.groups.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
      const measures = node.measures.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
      return { ...input, groupBy: groups.map(({ value }) => value), meanings: meaningsOf(node.relation, [...groups, ...measures], input) };
    }
    case 'project': {
      const input = lowerNode(node.input);
      const columns = node.columns.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
      return { ...input, meanings: meaningsOf(node.relation, columns, input) };
    }
    case 'union':
      return fresh({ kind: 'query', alias: node.relation, arms: node.inputs.map(lower) });
    case 'sort':
      return fresh({ kind: 'query', alias: relationOf(node), arms: [lower(node)] });
  }
}

const fresh = (from: Source): Draft => ({ from, joins: [], where: [], groupBy: null, having: [], meanings: new Map() });

const nest = (node: PlanNode, draft: Draft): Draft =>
  fresh({ kind: 'query', alias: relationOf(node), arms: [selectOf(draft, outputOf(node).map(({ name, value }) => ({ name, value: spell(value, draft) })))] });

const sourceOf = (node: PlanNode): Source =>
  node.kind === 'scan' ? { kind: 'table', table: node.table, alias: node.relation } : { kind: 'query', alias: relationOf(node), arms: [lower(node)] };

function meaningsOf(relation: string, columns: readonly Named[], input: Draft): ReadonlyMap<string, Scalar> {
  return new Map([...input.meanings, ...columns.map(({ name, value }) => [keyOf(relation, name), value] as const)]);
}

const spell = <T extends Scalar>(scalar: T, draft: Draft): T =>
  mapScalar(scalar, (node) => (node.kind === 'column' ? (draft.meanings.get(keyOf(node.relation, node.column)) ?? node) : node)) as T;

/** The columns that a node gives, as references to the relation that made them. */
export function outputOf(node: PlanNode): readonly Named[] {
  switch (node.kind) {
    case 'scan':
    case 'join':
      return [];
    case 'filter':
    case 'sort':
      return outputOf(node.input);
    case 'aggregate':
      return [...node.groups, ...node.measures].map(({ name, value }) => ({ name, value: column(node.relation, name, value.type) }));
    case 'project':
      return node.columns.map(({ name, value }) => ({ name, value: column(node.relation, name, value.type) }));
    case 'union':
      return node.inputs[0] === undefined ? [] : outputOf(node.inputs[0]).map(({ name, value }) => ({ name, value: column(node.relation, name, value.type) }));
  }
}

function relationOf(node: PlanNode): string {
  switch (node.kind) {
    case 'filter':
    case 'sort':
      return relationOf(node.input);
    case 'join':
      return relationOf(node.left);
    default:
      return node.relation;
  }
}

