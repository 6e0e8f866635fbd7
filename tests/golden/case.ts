import { readdirSync, readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import type { PlanNode } from '../../src/plan/plan.js';
import { printPlan } from '../../src/plan/print-plan.js';
import type { HandRow } from '../builders/by-hand.js';
import type { TypedColumn } from '../builders/equal-rows.js';
import { printRows } from './print-rows.js';
import type { Project, ProjectName } from './project.js';

export const CASES = 'tests/golden';

/** Folders `<project>-<what it is about>`. */
export const caseNames: readonly string[] = readdirSync(CASES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && /^(streaming|tpch)-/.test(entry.name) ? [entry.name] : [],
);

export const projectOf = (name: string): ProjectName => (name.startsWith('tpch-') ? 'tpch' : 'streaming');

export const caseFile = (name: string, file: string): string => readFileSync(`${CASES}/${name}/${file}`, 'utf8');

/** What a case gives: the rows, and the texts that are kept beside it. */
export interface Given {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly HandRow[];
  readonly prints: Readonly<Record<'plan.txt' | 'duckdb.sql' | 'trino.sql' | 'rows.json', string>>;
}

interface Answered {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly HandRow[];
  readonly endCursor: string | null;
  readonly proof: { readonly plan: PlanNode; readonly duckdb: readonly string[]; readonly trino: readonly string[] };
}

/** A query with a variable `$after` is asked page by page, until a page is empty. */
export async function runCase(project: Project, name: string): Promise<Given> {
  const query = withProof(caseFile(name, 'query.graphql'));
  const pages: Answered[] = [];
  let after: string | null | undefined = null;
  do {
    const page = await ask(project, query, after);
    pages.push(page);
    after = query.includes('$after') && page.rows.length > 0 ? page.endCursor : null;
  } while (after !== null);
  const [first] = pages;
  const rows = pages.flatMap((page) => page.rows);
  const texts = (of: (page: Answered) => readonly string[]): string => `${pages.flatMap(of).join(';\n\n')};\n`;
  return {
    columns: first?.columns ?? [],
    rows,
    prints: {
      'plan.txt': `${pages.map(({ proof }) => printPlan(proof.plan)).join('\n\n')}\n`,
      'duckdb.sql': texts(({ proof }) => proof.duckdb),
      'trino.sql': texts(({ proof }) => proof.trino),
      'rows.json': printRows(rows),
    },
  };
}

async function ask(project: Project, query: string, after: string | null): Promise<Answered> {
  const { data, errors } = await project.ask(query, query.includes('$after') ? { after } : {});
  if (errors !== undefined || data == null) throw new Error(JSON.stringify(errors, null, 2));
  return Object.values(data)[0] as Answered;
}

/** Cases say what they are about; how their numbers came about is asked of each of them. */
function withProof(query: string): string {
  const proof =
    'proof { plan duckdb: sql(dialect: DUCKDB) trino: sql(dialect: TRINO) } columns { name type } endCursor';
  return print(parse(query)).replace(/\n {2}\}\n\}\s*$/, `\n    ${proof}\n  }\n}\n`);
}
