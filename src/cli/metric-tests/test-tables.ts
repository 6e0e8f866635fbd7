import type { Definitions } from '../../definitions/definitions.js';
import type { DataType } from '../../expressions/data-type.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Problem } from '../../problems/problem.js';
import { commonType } from '../../request/values.js';
import { type CalendarGrain, isBelowDay } from '../../time/grain.js';

/** A table as the definitions know it: all columns that any of them declares. */
export interface TestTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, DataType>;
  /** There where the table is a spine. */
  readonly spine: { readonly column: string; readonly type: 'date' | 'timestamp'; readonly grain: string } | null;
}

/** The tables that questions can read. */
export interface TestTables {
  readonly all: ReadonlyMap<string, TestTable>;
  /** By the name of a dataset or of a table; or what is wrong with the name. */
  find(name: string): TestTable | Pick<Problem, 'code' | 'message' | 'hint'>;
}

export function tablesOfDefinitions({ datasets, spines }: Definitions): TestTables {
  const all = new Map<string, { -readonly [K in keyof TestTable]: TestTable[K] } & Growing>();
  const differ = new Map<string, string>();
  const add = (name: string, columns: Iterable<readonly [string, DataType]>) => {
    const table = all.get(name) ?? { name, columns: new Map<string, DataType>(), spine: null };
    all.set(name, table);
    for (const [column, type] of columns) {
      const types = [table.columns.get(column) ?? type, type];
      const common = commonType(types);
      if (common === undefined) differ.set(name, `"${column}" of "${name}" is declared as ${types.join(' and as ')}.`);
      table.columns.set(column, common ?? type);
    }
    return table;
  };
  for (const { table, tables = [], columns } of datasets) {
    if (table) add(table.value, typed(columns));
    for (const own of tables) add(own.name.value, typed(own.columns));
  }
  for (const { table, column, grain, grains } of spines) {
    const type = isBelowDay(grain.value as CalendarGrain) ? 'timestamp' : 'date';
    const own = grains.map((each) => [each.name.value, each.type?.value ?? 'date'] as const);
    add(table.value, [[column.value, type], ...own]).spine = { column: column.value, type, grain: grain.value };
  }
  const byDataset = new Map(datasets.map((each) => [each.name.value, each]));
  return {
    all,
    find: (name) => {
      const dataset = byDataset.get(name);
      const table = all.get(dataset?.table?.value ?? name);
      const message = table && differ.get(table.name);
      if (message !== undefined)
        return { code: 'TYPE_MISMATCH', message, hint: 'A column has one type in all datasets of its table.' };
      if (table !== undefined) return table;
      if (dataset)
        return {
          code: 'UNKNOWN_DATASET',
          message: `"${name}" has no table of its own.`,
          hint: 'Give rows to the tables that its sql: reads.',
        };
      const names = [...byDataset.keys(), ...all.keys()];
      const hint = didYouMean(name, names) ?? `There are: ${listNames(names)}.`;
      return { code: 'UNKNOWN_DATASET', message: `There is no dataset or table "${name}".`, hint };
    },
  };
}

interface Growing {
  readonly columns: Map<string, DataType>;
}

const typed = (columns: Definitions['datasets'][number]['columns']): [string, DataType][] =>
  columns.map(({ name, type }) => [name.value, type.value]);
