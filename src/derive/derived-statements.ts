import { type Asked, isAboutTheStatement, type Statements } from '../batch/statements.js';
import type { Derivation, OnProgress, Rows } from '../engine/engine.js';
import {
  type Aggregate,
  type Named,
  type OutputColumn,
  outputColumn,
  outputOf,
  type PlanNode,
  type Project,
} from '../plan/plan.js';
import { printScalar } from '../plan/print-scalar.js';
import type { Derivable } from '../reuse/derivable.js';
import { type Leaf, leavesOf, replaceLeaves } from '../reuse/leaf.js';
import { mergeable } from '../reuse/mergeable.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { type Assembled, assemble } from './assemble.js';
import type { Kept, KeptLeaves, Place } from './kept-leaves.js';

/** A leaf with more groups is not kept: the question goes to the engine whole. */
const MOST_GROUPS = 50_000;

/**
 * Answers from rows of leaves that were kept, where they give exactly what is asked; else asks the engine for what is
 * missing, and keeps it. What comes from kept rows is reckoned in the server's memory, by the same plan.
 */
export class DerivedStatements implements Statements {
  constructor(
    private readonly inner: Statements,
    private readonly leaves: KeptLeaves,
  ) {}

  async run(asked: Asked, signal: AbortSignal, onProgress: OnProgress): Promise<Rows> {
    const { derivable } = asked;
    const found = derivable && leavesOf(derivable.logical);
    if (!derivable || !found || found.length === 0) return this.inner.run(asked, signal, onProgress);
    const scopes = new Map<PlanNode, string>();
    const parts = new Map<Aggregate, Assembled>();
    for (const leaf of found) {
      const scope = derivable.scopeOf(leaf.aggregate);
      const stock = {
        kept: this.leaves.of(scope),
        prunes: derivable.prunes,
        isTooMuch: (of: Leaf) => this.leaves.isTooMuch(of),
        place: (of: typeof leaf): Place => {
          const place = this.leaves.place(of, asked.keepsRows);
          scopes.set(place.scan, scope);
          return place;
        },
      };
      parts.set(leaf.aggregate, assemble(leaf, stock));
    }
    const missing = [...parts.values()].flatMap((part) => part.missing);
    const keep = (place: Place, rows: Rows, answeredAt: number): Kept =>
      this.leaves.keep(place, scopes.get(place.scan) ?? '', rows, answeredAt);

    const [only, first] = [found[0], missing[0]];
    if (
      only !== undefined &&
      first !== undefined &&
      found.length === 1 &&
      missing.length === 1 &&
      parts.get(only.aggregate)?.kept.length === 0 &&
      isOf(first, mergeable(only))
    ) {
      const wide = widened(derivable.logical, only.aggregate, mergeable(only).aggregate);
      if (wide !== null) return this.askWide(asked, derivable, wide, first, keep, signal, onProgress);
    }
    try {
      const came = await Promise.all(missing.map((place) => this.ask(place, asked, derivable, signal, onProgress)));
      for (const [at, { leaf }] of missing.entries())
        if ((came[at]?.rowCount ?? 0) > MOST_GROUPS) this.leaves.noteTooMuch(leaf);
      if (came.every((rows) => rows.rowCount <= MOST_GROUPS)) {
        const now = Date.now();
        const fresh = missing.map((place, at) => keep(place, came[at] as Rows, now));
        const old = [...new Set([...parts.values()].flatMap((part) => part.kept))];
        const root = replaceLeaves(derivable.logical, (leaf) => parts.get(leaf)?.node);
        const rows = await this.leaves.reckon([...new Set([...old, ...fresh])], (desk) =>
          desk.run(toSql(root, asked.columns, dialects.duckdb), signal),
        );
        const statistics = came.find((each) => each.statistics)?.statistics;
        return { ...rows, statistics, derived: derivation(old, missing.length > 0) };
      }
    } catch (error) {
      if (signal.aborted || !isAboutTheStatement(error)) throw error;
    }
    return this.inner.run(asked, signal, onProgress);
  }

  /** The answer and the rows that it comes from in one statement, where each of its rows is a group. */
  private async askWide(
    asked: Asked,
    { forEngine }: Derivable,
    wide: Wide,
    place: Place,
    keep: (place: Place, rows: Rows, answeredAt: number) => Kept,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<Rows> {
    const columns = [...asked.columns, ...wide.more];
    const rows = await this.inner.run({ ...asked, root: forEngine(wide.root), columns }, signal, onProgress);
    const at = (name: string): number => columns.findIndex((each) => each.name === name);
    const places = wide.kept.map(at);
    if (rows.rowCount <= Math.min(MOST_GROUPS, wide.complete))
      keep(
        place,
        {
          rowCount: rows.rowCount,
          columns: outputOf(place.leaf.aggregate),
          values: places.map((column) => rows.values[column] ?? []),
        },
        Date.now(),
      );
    return {
      ...rows,
      columns: asked.columns,
      values: rows.values.slice(0, asked.columns.length),
    };
  }

  private ask(
    { leaf }: Place,
    asked: Asked,
    { forEngine }: Derivable,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<Rows> {
    const root: PlanNode = {
      kind: 'sort',
      input: forEngine(leaf.aggregate),
      by: [],
      limit: MOST_GROUPS + 1,
      offset: 0,
    };
    return this.inner.run({ root, columns: outputOf(leaf.aggregate), keepsRows: asked.keepsRows }, signal, onProgress);
  }
}

/** Whether the rows that are asked for are those of the leaf, and no more. */
const isOf = (place: Place, { aggregate, where }: Leaf): boolean =>
  JSON.stringify(place.leaf.where) === JSON.stringify(where) &&
  JSON.stringify(place.leaf.aggregate.groups.map(({ value }) => value)) ===
    JSON.stringify(aggregate.groups.map(({ value }) => value));

interface Wide {
  readonly root: PlanNode;
  readonly more: readonly OutputColumn[];
  /** The columns that hold the leaf's rows, in the order of its columns. */
  readonly kept: readonly string[];
  /** With more rows than this, some were cut. */
  readonly complete: number;
}

/** The same question with the leaf's columns beside the answer's; null where a row of the answer is no group of the leaf. */
function widened(root: PlanNode, leaf: Aggregate, form: Aggregate): Wide | null {
  if (root.kind === 'sort') {
    const below = widened(root.input, leaf, form);
    if (below === null || root.offset > 0) return null;
    const isBound = root.by.length === 0;
    if (root.limit !== null && !isBound) return null;
    return {
      ...below,
      root: { ...root, input: below.root },
      complete: Math.min(below.complete, root.limit === null ? below.complete : root.limit - 1),
    };
  }
  if (root.kind !== 'project' || root.input !== leaf) return null;
  const known = new Map(leaf.measures.map(({ name, value }) => [JSON.stringify(value), name]));
  const added = form.measures.filter(({ value }) => !known.has(JSON.stringify(value)));
  const aggregate: Aggregate = { ...leaf, measures: [...leaf.measures, ...added] };
  const nameOf = ({ name, value }: Named): string => known.get(JSON.stringify(value)) ?? name;
  const shown = new Map(root.columns.map(({ name, value }) => [JSON.stringify(value), name]));
  const more: Named[] = [];
  const kept = [...form.groups.map(({ name }) => name), ...form.measures.map(nameOf)].map((name) => {
    const value = outputColumn(aggregate, name);
    const there = shown.get(JSON.stringify(value));
    if (there !== undefined) return there;
    more.push({ name: `kept.${more.length + 1}`, value });
    return `kept.${more.length}`;
  });
  const project: Project = { ...root, input: aggregate, columns: [...root.columns, ...more] };
  return {
    root: project,
    more: more.map(({ name, value }) => ({ name, type: value.type })),
    kept,
    complete: Number.POSITIVE_INFINITY,
  };
}

function derivation(kept: readonly Kept[], asked: boolean): Derivation | undefined {
  if (kept.length === 0) return undefined;
  return {
    complete: !asked,
    answeredAt: Math.min(...kept.map(({ answeredAt }) => answeredAt)),
    from: kept.map(inWords),
  };
}

/** `plays by trunc('day', plays.started_at), 31 rows` */
function inWords({ leaf, rows }: Kept): string {
  const { groups } = leaf.aggregate;
  const base = leaf.base.kind === 'scan' || leaf.base.kind === 'project' ? leaf.base.relation : 'rows';
  const by = groups.length === 0 ? '' : ` by ${groups.map(({ value }) => printScalar(value)).join(', ')}`;
  return `${base}${by}: ${rows.rowCount} ${rows.rowCount === 1 ? 'row' : 'rows'}`;
}
