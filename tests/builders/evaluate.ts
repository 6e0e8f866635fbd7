import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Cell, Engine } from '../../src/engine/engine.js';
import { bind } from '../../src/expressions/bind.js';
import type { DataType } from '../../src/expressions/data-type.js';
import { parseExpression } from '../../src/expressions/parser.js';
import { type AggregateCall, column, type Scalar } from '../../src/expressions/scalar.js';
import type { PlanNode } from '../../src/plan/plan.js';
import { dialects } from '../../src/sql/dialects/dialects.js';
import { toSql } from '../../src/sql/to-sql.js';

export type Columns = Readonly<Record<string, DataType>>;

/** A table `t` in a real database, over which expressions are evaluated. */
export interface Evaluator {
  /** Values by row, in the order of the rows. */
  readonly eachRow: (scalars: readonly Scalar[]) => Promise<readonly (readonly Cell[])[]>;
  readonly aggregates: (aggregates: readonly AggregateCall[]) => Promise<readonly (Cell | undefined)[]>;
  readonly close: () => Promise<void>;
}

const ROW = 'row_number_in_t';
const AT_ONCE = 500;
const scan: PlanNode = { kind: 'scan', relation: 't', table: 't' };

/** @param rows values as text, or null, in the order of the columns */
export async function openEvaluator(
  columns: Columns,
  rows: readonly (readonly (string | boolean | null)[])[],
): Promise<Evaluator> {
  const types = Object.entries({ ...columns, [ROW]: 'integer' }).map(
    ([name, type]) => `"${name}" ${dialects.duckdb.type(type as DataType)}`,
  );
  const engine: Engine = await openMemoryDuckdb(
    async (run) => {
      await run(`CREATE TABLE t (${types.join(', ')})`);
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        const some = rows.slice(from, from + AT_ONCE).map((row, index) => [...row, String(from + index)]);
        const tuples = some.map(
          (_, index) =>
            `(${types.map((type, at) => `CAST($${index * types.length + at + 1} AS ${type.slice(type.indexOf('" ') + 2)})`).join(', ')})`,
        );
        await run(`INSERT INTO t VALUES ${tuples.join(', ')}`, some.flat());
      }
    },
    { threads: 1 },
  );
  const run = async (root: PlanNode, names: readonly { readonly name: string; readonly type: DataType }[]) =>
    engine.run(toSql(root, names, dialects.duckdb), new AbortController().signal);
  return {
    eachRow: async (scalars) => {
      const named = scalars.map((value, index) => ({ name: `c${index}`, value }));
      const project: PlanNode = {
        kind: 'project',
        relation: 'out',
        input: scan,
        columns: [...named, { name: ROW, value: column('t', ROW, 'integer') }],
      };
      const sort: PlanNode = {
        kind: 'sort',
        input: project,
        by: [{ value: column('out', ROW, 'integer'), direction: 'asc', nulls: 'last' }],
        limit: null,
        offset: 0,
      };
      const found = await run(
        sort,
        project.columns.map(({ name, value }) => ({ name, type: value.type })),
      );
      return rows.map((_, row) => scalars.map((_each, index) => found.values[index]?.[row] ?? null));
    },
    aggregates: async (aggregates) => {
      const measures = aggregates.map((value, index) => ({ name: `c${index}`, value }));
      const root: PlanNode = { kind: 'aggregate', relation: 'out', input: scan, groups: [], measures };
      const found = await run(
        root,
        measures.map(({ name, value }) => ({ name, type: value.type })),
      );
      return found.values.map(([cell]) => cell);
    },
    close: () => engine.close(),
  };
}

/** Expression text over the columns of `t`, bound as inside a metric. */
export function bound(text: string, columns: Columns): ReturnType<typeof bind> {
  const parsed = parseExpression(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return bind(parsed.syntax, {
    aggregates: true,
    name: (path, _inside, offset) => {
      const type = columns[path.join('.')];
      return type === undefined
        ? { code: 'UNKNOWN_COLUMN', message: path.join('.'), offset }
        : column('t', path.join('.'), type);
    },
  });
}

export function scalarOf(text: string, columns: Columns): Scalar {
  const found = bound(text, columns);
  if ('problem' in found) throw new Error(`${text}: ${found.problem.message}`);
  return found.scalar;
}
