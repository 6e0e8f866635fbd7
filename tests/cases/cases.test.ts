import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerCase } from './answer-case.js';
import { type OpenModel, openModel } from './open-model.js';
import type { Suite, SuiteCase } from './suite.js';

type JudgedCase = SuiteCase & {
  readonly title: string;
  readonly expected: {
    readonly code?: string;
    readonly columns: string[];
    readonly rows: unknown[][];
    readonly total?: number;
  };
};

const suite = JSON.parse(readFileSync(new URL('tiny.json', import.meta.url), 'utf8')) as Omit<Suite, 'cases'> & {
  readonly cases: readonly JudgedCase[];
};

describe.each(Object.entries(suite.models))('the cases of "%s"', (name, suiteModel) => {
  let model: OpenModel;
  beforeAll(async () => {
    model = await openModel(suiteModel);
  });
  afterAll(() => model.close());

  const cases = suite.cases.filter((each) => each.model === name);
  test.each(cases)('$title', async ({ expected, ...each }) => {
    const answer = await answerCase(model, each);
    if (expected.code !== undefined)
      return expect(answer).toEqual({ id: each.id, error: { code: expected.code, message: expect.any(String) } });
    expect(answer).toEqual({ id: each.id, ...expected, sql: expect.stringMatching(/^(SELECT|WITH)\b/) });
  });
});
