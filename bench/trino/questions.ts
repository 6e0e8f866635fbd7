import { existsSync, readFileSync } from 'node:fs';
import { type Question, questionsIn } from '../questions.js';
import { TPCH_SCALE } from './tables.js';

const FOLDER = 'bench/trino/sql';

/** Constants that go with the size of the data: in the question and in the SQL by hand. */
const SIZED: Readonly<Record<string, readonly [string, string]>> = {
  'large-genres': ['100000', '10000'],
};

/** The questions of DuckDB's bench, with SQL that is written for Trino where DuckDB's would mean something else. */
export function trinoQuestions(folder: string): readonly Question[] {
  const fraction = 0.0001 / TPCH_SCALE; // of all stock
  return questionsIn(folder, { q11: { sql: ['0.01', String(fraction)], variables: { fraction } } }).map((question) => {
    const own = `${FOLDER}/${question.name}.sql`;
    const sql = existsSync(own) ? readFileSync(own, 'utf8') : question.sql;
    const [from, to] = SIZED[question.name] ?? ['', ''];
    return { ...question, graphql: question.graphql.replace(from, to), sql: sql.replace(from, to) };
  });
}
