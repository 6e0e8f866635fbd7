import { describe, expect, test } from '@jest/globals';
import { type GraphQLScalarType, parseValue } from 'graphql';
import { NumberText } from '../../src/schema/number-text.js';
import {
  DateScalar,
  DimensionPath,
  Grain,
  Instant,
  LocalDateTime,
  NumberScalar,
  Value,
} from '../../src/schema/scalars.js';

const literal = (scalar: GraphQLScalarType, text: string): unknown => scalar.parseLiteral(parseValue(text));

describe('scalars in the text of a query', () => {
  test.each([
    { scalar: Value, text: '9007199254740993', is: new NumberText('9007199254740993') },
    { scalar: Value, text: '-1.50', is: new NumberText('-1.50') },
    { scalar: Value, text: '"O\'Brien %_"', is: "O'Brien %_" },
    { scalar: Value, text: 'true', is: true },
    { scalar: NumberScalar, text: '"12345678901234567890"', is: new NumberText('12345678901234567890') },
    { scalar: Grain, text: 'MONTH', is: 'month' },
    { scalar: Grain, text: 'month', is: 'month' },
    { scalar: Grain, text: '"month"', is: 'month' },
    { scalar: Grain, text: 'fiscal_quarter', is: 'fiscal_quarter' },
    { scalar: DimensionPath, text: '"member.country"', is: 'member.country' },
    { scalar: DimensionPath, text: 'device', is: 'device' },
    { scalar: DateScalar, text: '"2024-02-29"', is: '2024-02-29' },
    { scalar: LocalDateTime, text: '"2024-01-31T10:00"', is: '2024-01-31T10:00' },
    { scalar: Instant, text: '"2024-01-31T10:00:00+01:00"', is: '2024-01-31T10:00:00+01:00' },
  ])('$scalar reads $text', ({ scalar, text, is }) => {
    expect(literal(scalar, text)).toEqual(is);
  });

  test.each([
    { scalar: Value, text: '{a: 1}' },
    { scalar: Value, text: 'tv' },
    { scalar: NumberScalar, text: '"12 apples"' },
    { scalar: DateScalar, text: '"2023-02-29"' },
    { scalar: DateScalar, text: '"2024-01-31T10:00"' },
    { scalar: DateScalar, text: '20240131' },
    { scalar: LocalDateTime, text: '"2024-01-31T10:00:00Z"' },
    { scalar: Instant, text: '"2024-01-31T10:00"' },
    { scalar: Grain, text: '5' },
  ])('$scalar refuses $text', ({ scalar, text }) => {
    expect(() => literal(scalar, text)).toThrow(/Expected|quotes/);
  });
});

describe('scalars in variables', () => {
  test('a number that JSON has rounded is refused, and says how to send it', () => {
    expect(() => Value.parseValue(2 ** 53)).toThrow('send it as text');
    expect(Value.parseValue('9007199254740993')).toBe('9007199254740993');
    expect(Value.parseValue(0.1)).toEqual(new NumberText('0.1'));
  });
  test('objects and lists are no values', () => {
    expect(() => Value.parseValue({})).toThrow('Expected');
    expect(() => Value.parseValue([1])).toThrow('Expected');
  });
});

describe('Number in answers', () => {
  test('numbers stay numbers and digits stay text', () => {
    expect([1.5, '12345678901234567890', 12345678901234567890n].map((value) => NumberScalar.serialize(value))).toEqual([
      1.5,
      '12345678901234567890',
      '12345678901234567890',
    ]);
  });
});
