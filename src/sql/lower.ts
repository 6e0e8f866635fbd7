import { call, column, hasWindow, mapScalar, type Scalar } from '../expressions/scalar.js';
import { Names } from '../plan/names.js';
import {
  type Aggregate,
  type GroupingSets,
  inputsOfNode,
  type Join,
  type Named,
  outputOf,
  type PlanNode,
  relationOf,
  type Scan,
} from '../plan/plan.js';
import { armsOf } from './lower-select.js';
import type { CommonTable, Exists, Query, Select, Source, SqlJoin } from './select.js';

/** A SELECT under construction, and what the plan's columns are called inside it. */
interface Draft {
  readonly from: Source;
  readonly joins: readonly SqlJoin[];
  readonly where: readonly Scalar[];
  readonly exists: readonly Exists[];
  readonly groupBy: readonly Scalar[] | null;
  readonly sets: Select['sets'];
  readonly having: readonly Scalar[];
  /** Whether a column is a window function: SQL computes these last, so that nothing but columns may follow. */
  readonly windowed: boolean;
  /** Plan columns that are expressions here, by relation and name; others are columns of an alias. */
  readonly meanings: ReadonlyMap<string, Scalar>;
}

const keyOf = (relation: string, name: string): string => `${relation}\u0000${name}`;

/** Turns a plan into a query, nesting only where SQL needs it, and naming what is used twice. */
export function lower(root: PlanNode): Query {
  const lowering = new Lowering(root);
  const select = lowering.select(root);
  return { tables: lowering.tables, select };
}

class Lowering {
  readonly tables: CommonTable[] = [];
  private readonly uses = new Map<PlanNode, number>();
  private readonly named = new Map<PlanNode, string>();
  private readonly names = new Names();

  constructor(root: PlanNode) {
    this.count(root);
  }

  select(node: PlanNode): Select {
    const sort = node.kind === 'sort' ? node : null;
    const body = sort === null ? node : sort.input;
    const draft = this.node(body);
    const orderBy = (sort?.by ?? []).map((key) => ({ ...key, value: spell(key.value, draft) }));
    return {
      ...selectOf(draft, columnsOf(body, draft)),
      orderBy,
      limit: sort?.limit ?? null,
      offset: sort?.offset ?? 0,
    };
  }

  private count(node: PlanNode): void {
    const seen = this.uses.get(node) ?? 0;
    this.uses.set(node, seen + 1);
    if (seen === 0) for (const input of inputsOfNode(node)) this.count(input);
  }

  /** What stands in several places of the plan is computed once, under a name. */
  private node(node: PlanNode): Draft {
    if (outputOf(node).length === 0 || (this.uses.get(node) ?? 0) < 2) return this.plain(node);
    const alias = relationOf(node);
    let name = this.named.get(node);
    if (name === undefined) {
      name = this.names.take(alias);
      this.named.set(node, name);
      const draft = this.plain(node);
      this.tables.push({ name, select: selectOf(draft, columnsOf(node, draft)) });
    }
    return fresh({ kind: 'table', table: name, alias });
  }

  private plain(node: PlanNode): Draft {
    switch (node.kind) {
      case 'scan':
        return fresh(scanned(node));
      case 'join': {
        const left = this.ungrouped(node.left);
        if (node.type === 'semi' || node.type === 'anti')
          return { ...left, exists: [...left.exists, this.exists(node, left)] };
        return {
          ...left,
          joins: [
            ...left.joins,
            { type: node.type, source: this.source(node.right), on: node.on.map((part) => spell(part, left)) },
          ],
        };
      }
      case 'filter': {
        const below = this.node(node.input);
        const input = below.windowed ? nest(node.input, below) : below;
        const where = node.where.map((part) => spell(part, input));
        return input.groupBy === null
          ? { ...input, where: [...input.where, ...where] }
          : { ...input, having: [...input.having, ...where] };
      }
      case 'aggregate': {
        if (node.sets) return this.groupedBySets(node, node.sets);
        const input = this.ungrouped(node.input);
        const groups = node.groups.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
        const measures = node.measures.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
        return {
          ...input,
          groupBy: groups.map(({ value }) => value),
          meanings: meaningsOf(node.relation, [...groups, ...measures], input),
        };
      }
      case 'project': {
        const below = this.node(node.input);
        const input =
          below.windowed && node.columns.some(({ value }) => hasWindow(value)) ? nest(node.input, below) : below;
        const columns = node.columns.map(({ name, value }): Named => ({ name, value: spell(value, input) }));
        return {
          ...input,
          windowed: input.windowed || columns.some(({ value }) => hasWindow(value)),
          meanings: meaningsOf(node.relation, columns, input),
        };
      }
      case 'union':
        return fresh({ kind: 'query', alias: node.relation, arms: node.inputs.map((input) => this.select(input)) });
      case 'series':
        return fresh(this.series(node));
      case 'sort':
        return fresh({ kind: 'query', alias: relationOf(node), arms: [this.select(node)] });
    }
  }

  /** Sets are made of plain columns, and nothing is reckoned beside them: a query below, and one of its own. */
  private groupedBySets(node: Aggregate, sets: GroupingSets): Draft {
    const groups = node.groups.map(({ value }) => value);
    const byName = new Map(node.groups.map(({ name, value }) => [name, value]));
    const marks: Named = { name: sets.name, value: call('grouping', groups, 'integer') };
    const draft: Draft = {
      ...fresh(this.source(node.input)),
      groupBy: groups,
      sets: sets.of.map((names) => names.flatMap((name) => byName.get(name) ?? [])),
    };
    return nest(node, {
      ...draft,
      meanings: meaningsOf(node.relation, [...node.groups, ...node.measures, marks], draft),
    });
  }

  /** A draft of rows: what is grouped or windowed becomes a query of its own. */
  private ungrouped(node: PlanNode): Draft {
    const draft = this.node(node);
    return draft.groupBy === null && !draft.windowed ? draft : nest(node, draft);
  }

  private exists({ type, right, on }: Join, left: Draft): Exists {
    const { from, joins, where, exists, meanings } = this.ungrouped(right);
    const met = on.map((part) => spell(spell(part, left), { meanings }));
    return { is: type === 'semi', select: { from, joins, where: [...met, ...where], exists } };
  }

  private source(node: PlanNode): Source {
    if (node.kind === 'series') return this.series(node);
    const draft = this.node(node);
    const bare =
      draft.joins.length === 0 &&
      draft.where.length === 0 &&
      draft.exists.length === 0 &&
      draft.groupBy === null &&
      !draft.windowed &&
      draft.meanings.size === 0;
    return bare
      ? draft.from
      : { kind: 'query', alias: relationOf(node), arms: [selectOf(draft, columnsOf(node, draft))] };
  }

  private series({
    relation,
    column: name,
    from,
    through,
    step,
    input,
  }: Extract<PlanNode, { kind: 'series' }>): Source {
    return {
      kind: 'series',
      alias: relation,
      column: name,
      from,
      through,
      step,
      input: input === null ? null : this.source(input),
    };
  }
}

const selectOf = ({ from, joins, where, exists, groupBy, sets, having }: Draft, columns: readonly Named[]): Select => ({
  columns,
  from,
  joins,
  where,
  exists,
  groupBy,
  sets,
  having,
  orderBy: [],
  limit: null,
  offset: 0,
});

const scanned = ({ relation, table, select }: Scan): Source =>
  select
    ? { kind: 'query', alias: relation, arms: armsOf(select) }
    : { kind: 'table', table: table ?? '', alias: relation };

const fresh = (from: Source): Draft => ({
  from,
  joins: [],
  where: [],
  exists: [],
  groupBy: null,
  sets: null,
  having: [],
  windowed: false,
  meanings: new Map(),
});

const nest = (node: PlanNode, draft: Draft): Draft =>
  fresh({ kind: 'query', alias: relationOf(node), arms: [selectOf(draft, columnsOf(node, draft))] });

const columnsOf = (node: PlanNode, draft: Draft): readonly Named[] =>
  outputOf(node).map(({ name, type }): Named => ({ name, value: spell(column(relationOf(node), name, type), draft) }));

function meaningsOf(relation: string, columns: readonly Named[], input: Draft): ReadonlyMap<string, Scalar> {
  return new Map([...input.meanings, ...columns.map(({ name, value }) => [keyOf(relation, name), value] as const)]);
}

const spell = <T extends Scalar>(scalar: T, draft: Pick<Draft, 'meanings'>): T =>
  mapScalar(scalar, (node) =>
    node.kind === 'column' ? (draft.meanings.get(keyOf(node.relation, node.column)) ?? node) : node,
  ) as T;
