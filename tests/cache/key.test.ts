import { describe, expect, test } from '@jest/globals';
import { cacheKey, type QuestionParts, questionKey, type TableState } from '../../src/cache/key.js';

const question: QuestionParts = { fingerprint: 'f', policy: 'public', user: null };
const state = (table: string, of: string | null): TableState => ({ table, state: of });
const states = [state('plays', '1'), state('members', '2')];
const key = (other: Partial<QuestionParts> = {}, of = states) => cacheKey({ ...question, ...other }, of);

describe('cacheKey', () => {
  test('is the same for the same parts, whatever the order of the tables', () => {
    expect(key()).toMatch(/^[0-9a-f]{64}$/);
    expect(key({}, [...states].reverse())).toBe(key());
  });

  test.each([
    { name: 'fingerprint', other: key({ fingerprint: 'g' }) },
    { name: 'policy', other: key({ policy: 'finance' }) },
    { name: 'user', other: key({ user: 'ada' }) },
    { name: 'state of a table', other: key({}, [state('plays', '1'), state('members', '3')]) },
    { name: 'table', other: key({}, [state('plays', '1'), state('titles', '2')]) },
    { name: 'swap of two states', other: key({}, [state('plays', '2'), state('members', '1')]) },
    { name: 'number of tables', other: key({}, [state('plays', '1')]) },
    { name: 'table that does not tell its state', other: key({}, [state('plays', '1'), state('members', null)]) },
    { name: 'border between the parts', other: key({ fingerprint: 'f","public', policy: '' }) },
  ])('another $name is another key', ({ other }) => {
    expect(other).not.toBe(key());
  });
});

test('a question is the same in every state of its tables, and another for other viewers', () => {
  expect(questionKey(question)).toMatch(/^[0-9a-f]{64}$/);
  expect(
    new Set(
      [{}, { fingerprint: 'g' }, { policy: 'finance' }, { user: 'ada' }].map((other) =>
        questionKey({ ...question, ...other }),
      ),
    ).size,
  ).toBe(4);
});
