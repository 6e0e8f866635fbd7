import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { complexities, limitsRule } from '../../../src/server/graphql/limits-rule.js';
import { cpuOf } from '../../builders/cpu.js';

const schema = buildSchema('type Query { a: Query b: Query n: Int }');
const bounds = { depth: 4, rootFields: 3, fields: 8 };
const errorsOf = (text: string) =>
  validate(schema, parse(text), [...specifiedRules, limitsRule(bounds)], { maxErrors: 1 }).map(
    (error) => error.message,
  );

describe('complexities', () => {
  test.each([
    { name: 'a field with fields', text: '{ a { n b { n } } }', size: { depth: 3, rootFields: 1, fields: 4 } },
    {
      name: 'aliases are fields of their own',
      text: '{ x: n y: n z: n }',
      size: { depth: 1, rootFields: 3, fields: 3 },
    },
    {
      name: 'inline fragments add no depth',
      text: '{ ... on Query { ... { a { n } } n } }',
      size: { depth: 2, rootFields: 2, fields: 3 },
    },
    {
      name: 'a fragment counts as often as it is spread',
      text: '{ ...f ...f a { ...f } } fragment f on Query { n a { n } }',
      size: { depth: 3, rootFields: 5, fields: 10 },
    },
    {
      name: 'introspection adds fields and no depth',
      text: '{ __schema { types { fields { type { name } } } } }',
      size: { depth: 1, rootFields: 1, fields: 5 },
    },
    {
      name: 'a fragment that spreads itself ends',
      text: '{ ...f } fragment f on Query { n a { ...f } }',
      size: { depth: 1, rootFields: 2, fields: 2 },
    },
  ])('$name', ({ text, size }) => {
    expect(complexities(parse(text))).toEqual([size]);
  });

  test('fragments that double forty times are measured at once', () => {
    const fragments = Array.from({ length: 40 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`);
    const text = `{ ...f0 } ${fragments.join(' ')} fragment f40 on Query { n }`;
    expect(complexities(parse(text))).toEqual([{ depth: 1, rootFields: 2 ** 40, fields: 2 ** 40 }]);
  });

  test('a thousand levels are no end of the stack', () => {
    const text = `${'{a'.repeat(1_000)}{n}${'}'.repeat(1_000)}`;
    expect(complexities(parse(text))[0]?.depth).toBe(1_001);
  });
});

describe('limitsRule', () => {
  test.each([
    { name: 'lets pass what is within', text: '{ a { n } b { n } n }', error: undefined },
    {
      name: 'refuses many root fields',
      text: '{ p: n q: n r: n s: n }',
      error: 'The query has 4 fields at its root, and at most 3 may be asked at once.',
    },
    {
      name: 'refuses depth',
      text: '{ a { a { a { a { n } } } } }',
      error: 'The query nests 5 deep, and at most 4 is allowed.',
    },
    {
      name: 'refuses many fields',
      text: '{ a { p: n q: n r: n s: n t: n u: n v: n w: n } }',
      error: 'The query has 9 fields, and at most 8 are allowed.',
    },
    {
      name: 'looks at every operation',
      text: 'query x { n } query y { p: n q: n r: n s: n }',
      error: 'The query has 4 fields at its root, and at most 3 may be asked at once.',
    },
  ])('$name', ({ text, error }) => {
    expect(errorsOf(text)[0]).toBe(error);
  });

  test('ends the validation before the rules that take the square of the fields', () => {
    const text = `{ ${Array.from({ length: 8_000 }, (_, n) => `a { x${n}: n }`).join(' ')} }`;
    const cpu = cpuOf(() => expect(errorsOf(text)[0]).toMatch(/^The query has 8000 fields at its root/));
    expect(cpu).toBeLessThan(500);
  });
});
