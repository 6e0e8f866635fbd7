import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { difference } from './compare.js';
import { evaluate } from './evaluate.js';
import type { Case, Suite } from './format.js';
import { sure } from './refused.js';

const FOLDER = new URL('../../../shared/cases/', import.meta.url);
const suites = ['joins', 'queries', 'kinds'].map((name) => ({ name, file: new URL(`${name}.json`, FOLDER) }));

/** Why the reference evaluator's answer to a case is wrong; undefined when it passes. */
function wrong(suite: Suite, { model, query, expected, compare }: Case): string | undefined {
  const got = evaluate(sure(suite.models[model]), query);
  if ('refused' in got) return expected.outcome === 'rows' ? `refused: ${got.refused}` : undefined;
  if (expected.outcome === 'reject') return 'not refused';
  const want = {
    columns: sure(expected.columns),
    rows: sure(expected.rows),
    ...(expected.total !== undefined && { total: expected.total }),
  };
  return difference(want, sure(expected.types), got, query.metrics, compare);
}

describe.each(suites)('public cases of $name', ({ file }) => {
  if (!existsSync(file)) {
    test.skip('are not beside the project: nothing is compared', () => {});
    return;
  }
  const suite: Suite = JSON.parse(readFileSync(file, 'utf8'));
  test.each(suite.cases)('$id: $title', (one) => {
    expect(wrong(suite, one)).toBeUndefined();
  });
});
