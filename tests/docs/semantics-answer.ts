import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { compileModel } from '../../src/model/compile-model.js';
import type { Model } from '../../src/model/model.js';
import { type GraphqlAnswer, type Served, serve } from '../builders/serve.js';
import { loadTables } from '../cases/load-tables.js';
import type { Rule, RuleExample, Section } from './semantics.js';
import { readShownTable, type ShownTable, shownRows } from './shown-table.js';

/** A database with the section's tables. */
export const openTables = ({ tables }: Section): Promise<Engine> => openMemoryDuckdb((run) => loadTables(run, tables));

/** The definitions of the rule, served over an engine that has the section's tables, and that others use too. */
export const openRuleOn = (engine: Engine, { definitions }: Rule): Promise<Served> =>
  serve(modelOf(definitions), engine, { isShared: true });

const modelOf = (definitions: Rule['definitions']): Model =>
  compileModel(readDefinitions(definitions).definitions).model;

/** What an example says will come: rows, the code of a refusal, or the whole of what was selected. */
export function expectedOf({ question, answer: { language, text } }: RuleExample): unknown {
  if (language === 'json') return JSON.parse(text);
  if (language === 'refused') return text.trim();
  return text.trim() === 'no rows' ? { columns: [], rows: [] } : inOrder(readShownTable(text), question);
}

/** The answer in the form of the example's. */
export function answerOf({ data, errors }: GraphqlAnswer, { question, answer }: RuleExample): unknown {
  if (errors?.[0]) return answer.language === 'refused' ? errors[0].extensions?.code : errors;
  const [asked] = Object.values(data ?? {});
  if (answer.language !== 'rows') return asked;
  const { rows } = asked as { readonly rows: readonly Readonly<Record<string, unknown>>[] };
  return inOrder(shownRows(rows), question);
}

/** Without an order of its own an answer has any: rows are then compared as a set. */
const inOrder = ({ columns, rows }: ShownTable, question: string): ShownTable => ({
  columns,
  rows: /orderBy:|top:/.test(question)
    ? rows
    : rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});
