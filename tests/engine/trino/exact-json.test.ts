import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExact } from '../../../src/engine/trino/exact-json.js';

describe('parseExact', () => {
  test.each<{ name: string; json: string; value: unknown }>([
    {
      name: 'long integers become texts',
      json: '[9007199254740993,-9223372036854775808]',
      value: ['9007199254740993', '-9223372036854775808'],
    },
    { name: 'short ones stay numbers', json: '[1,999999999999999]', value: [1, 999999999999999] },
    {
      name: 'the digits of a double are none',
      json: '[9007199254740993,0.30000000000000004,-1.2345678901234567E-200]',
      value: ['9007199254740993', 0.30000000000000004, -1.2345678901234567e-200],
    },
    {
      name: 'digits in a text are none',
      json: '["a,9007199254740993,b","\\"[9007199254740993]\\\\",9007199254740993]',
      value: ['a,9007199254740993,b', '"[9007199254740993]\\', '9007199254740993'],
    },
    {
      name: 'spaces do not matter',
      json: '{ "x" : 9007199254740993 , "y": [ 9007199254740993 ] }',
      value: { x: '9007199254740993', y: ['9007199254740993'] },
    },
  ])('$name', ({ json, value }) => {
    expect(parseExact(json)).toEqual(value);
  });

  test('everything else is as JSON.parse reads it', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('[1234567890123456789]', ',1234567890123456789,', '\\', '"'),
    );
    const noLong = (value: unknown) =>
      typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) < 1e15 || /e/.test(String(value));
    fc.assert(
      fc.property(fc.array(fc.array(cell)), (rows) => {
        fc.pre(rows.flat().every(noLong));
        const json = JSON.stringify({ id: 1, data: rows });
        expect(parseExact(json.replace('"id":1', '"id":1234567890123456789'))).toEqual({
          ...JSON.parse(json),
          id: '1234567890123456789',
        });
      }),
      { numRuns: 300 },
    );
  });
});
