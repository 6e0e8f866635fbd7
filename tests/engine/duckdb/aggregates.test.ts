import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Asked, openAsked } from '../../builders/ask.js';
import { modelFor, tables } from '../aggregate-cases.js';
import { aggregateSituations } from '../aggregate-situations.js';

describe('aggregates on DuckDB', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await openAsked(modelFor('main'), async (run) => {
      for (const table of tables('main')) await run(table);
    });
  });
  afterAll(() => asked?.close());

  aggregateSituations((input) => asked.rows(input));
});
