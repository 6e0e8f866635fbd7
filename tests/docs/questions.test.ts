import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { compileProject } from '../../src/server/compile.js';
import { schemaFor } from '../../src/server/resolvers/schema-for.js';
import { openByHand } from '../builders/by-hand.js';
import type { Served } from '../builders/serve.js';
import { settled, shownOf } from './answer-text.js';
import { examplesOf } from './page.js';
import { hasData, openProject, PAGES, type ProjectFolder } from './projects.js';

const folders = [...new Set(Object.values(PAGES))];
const withData = new Set<ProjectFolder>();
for (const folder of folders) if (await hasData(folder)) withData.add(folder);

describe.each(Object.entries(PAGES))('the questions of %s', (page, folder) => {
  const examples = examplesOf(page);
  let schema: GraphQLSchema;
  let served: Served;

  beforeAll(async () => {
    schema = schemaFor(compileProject(folder, `${folder}/metrics`).model);
    if (withData.has(folder)) served = await openProject(folder);
  });
  afterAll(async () => served?.close());

  test.each(examples)('$title fits the schema, unless its answer is an error', ({ question, answer }) => {
    const isRefused = answer?.text.includes('"errors"') === true;
    if (!isRefused) expect(validate(schema, parse(question.text))).toEqual([]);
  });

  // The sample in full is made by `npm start`, not by the tests.
  (withData.has(folder) ? test : test.skip).each(examples)('$title is answered as shown', async (example) => {
    const { question, answer, sql } = example;
    const given = await served.ask(question.text);
    if (answer === undefined) expect(given.errors).toBeUndefined();
    else expect(settled(shownOf(given))).toEqual(settled(JSON.parse(answer.text)));
    if (sql !== undefined) expect(await rowsByHand(sql.text)).toEqual(textual(rowsOf(given.data)));
  });
});

type Row = Readonly<Record<string, unknown>>;

const rowsOf = (data: unknown): readonly Row[] =>
  Object.values((data ?? {}) as Record<string, { readonly rows: readonly Row[] }>)[0]?.rows ?? [];

async function rowsByHand(sql: string): Promise<unknown> {
  const byHand = await openByHand('SELECT 1');
  const rows = await byHand.rows(sql);
  byHand.close();
  return textual(rows);
}

/** In order, by place and not by name: GraphQL and SQL spell names differently. */
const textual = (rows: readonly Row[]): string[][] =>
  rows.map((row) =>
    Object.values(row).map((value) => String(Number.isNaN(Number(value)) ? value : settled(Number(value)))),
  );
