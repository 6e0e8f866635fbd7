import { describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../src/problems/problem.js';
import { groupCondition, rowCondition } from '../../src/question/condition-text.js';

describe('a condition on rows', () => {
  test.each([
    { text: "device = 'tv'", is: { path: 'device', is: { eq: 'tv' } } },
    { text: 'member.plan.price >= 9.5', is: { path: 'member.plan.price', is: { gte: '9.5' } } },
    { text: 'minutes > -5', is: { path: 'minutes', is: { gt: -5 } } },
    { text: 'play_id = 9007199254740993', is: { path: 'play_id', is: { eq: '9007199254740993' } } },
    { text: "device IN ('tv', NULL)", is: { path: 'device', is: { in: ['tv', null] } } },
    { text: "device NOT IN ('tv')", is: { path: 'device', is: { notIn: ['tv'] } } },
    { text: 'minutes BETWEEN 1 AND 5', is: { path: 'minutes', is: { between: { from: 1, through: 5 } } } },
    { text: 'minutes NOT BETWEEN 1 AND 5', is: { not: { path: 'minutes', is: { between: { from: 1, through: 5 } } } } },
    { text: 'device IS NOT NULL', is: { path: 'device', is: { isNull: false } } },
    { text: "title LIKE '%100'", is: { path: 'title', is: { endsWith: { text: '100' } } } },
    { text: "title NOT LIKE '%a%'", is: { not: { path: 'title', is: { contains: { text: 'a' } } } } },
    { text: "title LIKE 'a'", is: { path: 'title', is: { eq: 'a' } } },
    { text: 'is_completed', is: { path: 'is_completed', is: { eq: true } } },
    { text: 'NOT is_completed', is: { not: { path: 'is_completed', is: { eq: true } } } },
    {
      text: "day = DATE '2024-01-31' OR (a <> 1 AND b < 2)",
      is: {
        any: [
          { path: 'day', is: { eq: '2024-01-31' } },
          {
            all: [
              { path: 'a', is: { ne: 1 } },
              { path: 'b', is: { lt: 2 } },
            ],
          },
        ],
      },
    },
    {
      text: "PERIOD('month', started_at) = DATE '2024-01-01'",
      is: { path: 'started_at', grain: 'month', is: { eq: '2024-01-01' } },
    },
    { text: 'METRIC(plays, member_id) > 3', is: { metric: 'plays', per: 'member_id', is: { gt: 3 } } },
  ])('$text', ({ text, is }) => {
    expect(rowCondition(text, '--where')).toEqual(is);
  });
});

test('a condition on groups tests metrics', () => {
  expect(groupCondition('plays > 10 OR viewers IS NULL', '--having')).toEqual({
    any: [
      { metric: 'plays', is: { gt: 10 } },
      { metric: 'viewers', is: { isNull: true } },
    ],
  });
});

describe('what is no condition is refused', () => {
  test.each([
    { text: 'device =', says: /.+/ },
    { text: "LOWER(device) = 'tv'", says: /"LOWER\(device\)" is not something that can be tested/ },
    { text: 'a = b', says: /"b" is not a value/ },
    { text: 'a + 1', says: /"\+" is not a test/ },
    { text: "device LIKE 'a_b'", says: /LIKE takes/ },
    { text: "'tv'", says: /is not a test/ },
  ])('$text', ({ text, says }) => {
    const refused = () => rowCondition(text, '--where');
    expect(refused).toThrow(ProblemError);
    expect(refused).toThrow(says);
  });
});
