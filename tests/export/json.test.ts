import { expect, test } from '@jest/globals';
import { json } from '../../src/export/json.js';
import { ndjson } from '../../src/export/ndjson.js';
import { type Column, encoded } from './encoded.js';

const COLUMNS: readonly Column[] = [
  ['__proto__', 'text', ['a "b"\n', '', null]],
  ['n', 'bigint', ['9007199254740993', null, '-1']],
  ['d', 'double', [1e21, -0.5, 'NaN']],
  ['b', 'boolean', [true, false, null]],
];
const LINES = [
  '{"__proto__":"a \\"b\\"\\n","n":"9007199254740993","d":1e+21,"b":true}',
  '{"__proto__":"","n":null,"d":-0.5,"b":false}',
  '{"__proto__":null,"n":"-1","d":"NaN","b":null}',
];

test('NDJSON is an object in each line, whatever the parts', () => {
  for (const rows of [1, 2, 3]) expect(encoded(ndjson, COLUMNS, { rows }).toString()).toBe(`${LINES.join('\n')}\n`);
  expect(encoded(ndjson, [['a', 'text', []]]).toString()).toBe('');
});

test('JSON is one array, whatever the parts', () => {
  for (const rows of [1, 2, 3])
    expect(encoded(json, COLUMNS, { rows }).toString()).toBe(`[\n${LINES.join(',\n')}\n]\n`);
  expect(JSON.parse(encoded(json, [['a', 'text', []]]).toString())).toEqual([]);
});
