import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import type { Engine } from '../../src/engine/engine.js';
import { openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { compileModel } from '../../src/model/compile-model.js';
import { type GraphqlAnswer, serve } from '../builders/serve.js';
import { loadTables } from '../cases/load-tables.js';
import { OPEN_RULES, RULES } from './rule-ids.js';
import { type RuleExample, readSemantics } from './semantics.js';
import { printShown, readShownTable, shownRows } from './shown-table.js';

const sections = readSemantics();

test('each rule has its examples, under its own heading', () => {
  const rules = sections.flatMap((section) => section.rules);
  expect(rules.map(({ id }) => id)).toEqual([...new Set(rules.map(({ id }) => id))]);
  expect(rules.filter(({ examples }) => examples.length > 0).map(({ id }) => id).sort()).toEqual(
    [...RULES, ...OPEN_RULES].sort(),
  );
});

describe.each(sections)('$title', ({ tables, rules }) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openMemoryDuckdb((run) => loadTables(run, tables));
  });
  afterAll(() => engine.close());

  test.each(rules.flatMap(({ examples }) => examples))('$title', async (example) => {
    expect(shownOf(await ask(engine, example), example)).toEqual(example.answer.text);
  });
});

/** The definitions are compiled for this example; what is wrong in them is refused when it is asked for. */
async function ask(engine: Engine, { definitions, question }: RuleExample): Promise<GraphqlAnswer> {
  const { model } = compileModel(readDefinitions(definitions).definitions);
  const server = await serve(model, { ...engine, run: engine.run.bind(engine), close: async () => {} });
  try {
    return await server.ask(question);
  } finally {
    await server.close();
  }
}
