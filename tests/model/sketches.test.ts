import { describe, expect, test } from '@jest/globals';
import { compile } from '../builders/compile.js';

const days = (keys: string, columns = 'day: date, device: text, members_hll: hll, minutes_digest: tdigest'): string => `
dataset: days
table: days
columns: {${columns}}
${keys}
---
dataset: devices
table: devices
columns: {device: text, day: date}
key: [device]
`;

const metric = (expression: string): string => days(`metrics: {m: {expression: "${expression}"}}`);
const HLL = 'APPROX_COUNT_DISTINCT merges them; nothing else reads them.';

describe('columns of sketches', () => {
  test.each([
    { text: metric('APPROX_COUNT_DISTINCT(members_hll)') },
    { text: metric("APPROX_COUNT_DISTINCT(members_hll) FILTER (WHERE device = 'tv') * 2") },
    { text: metric('APPROX_PERCENTILE(minutes_digest, 0.9)') },
    { text: metric('APPROX_COUNT_DISTINCT(device)') },
  ])('are merged by $text', ({ text }) => {
    expect(compile(text).problems).toEqual([]);
  });

  test.each([
    { name: 'counted', text: metric('COUNT(»members_hll)'), hint: HLL },
    { name: 'counted by another sketch', text: metric('»APPROX_COUNT_DISTINCT(minutes_digest)') },
    { name: 'asked for a place they do not have', text: metric('»APPROX_PERCENTILE(members_hll, 0.5)') },
    { name: 'counted one by one', text: metric('COUNT(DISTINCT »members_hll)'), hint: HLL },
    { name: 'compared', text: metric('MAX(»minutes_digest)') },
    { name: 'tested for NULL', text: metric('COUNT_IF(»members_hll IS NULL)') },
    { name: 'chosen from', text: metric('APPROX_COUNT_DISTINCT(COALESCE(»members_hll, members_hll))') },
    { name: 'cast', text: metric('MAX(CAST(»members_hll AS text))') },
    { name: 'a key', text: days('key: [»members_hll]'), hint: HLL },
    { name: 'a time', text: days('time: »members_hll') },
    { name: 'a dimension', text: days('dimensions: {»members_hll: {label: Members}}') },
    { name: 'described', text: days('', '»members_hll: {type: hll, label: Members}') },
    { name: 'below a dimension', text: days('dimensions: {some: {expression: »members_hll IS NULL}}') },
    { name: 'a segment', text: days('segments: {some: »members_hll IS NOT NULL}') },
    { name: 'linked from', text: days('links: {device: {to: devices, on: {»members_hll: device}}}') },
  ])('are not $name', ({ text, hint }) => {
    const { problems, marks } = compile(text);
    expect(problems.map(({ code, at }) => ({ code, at }))).toEqual(marks.map((at) => ({ code: 'TYPE_MISMATCH', at })));
    if (hint !== undefined) expect(problems[0]?.hint).toBe(hint);
  });

  test('are read by no SELECT', () => {
    const { problems } = compile(
      days(''),
      'dataset: both\nsql: SELECT d.device AS device, d.members_hll AS h FROM days AS d\ncolumns: {device: text, h: hll}\n',
    );
    expect(problems.map(({ code }) => code)).toEqual(['TYPE_MISMATCH']);
  });

  test('are no type of a dimension or a grain', () => {
    const { problems, marks } = compile(days('dimensions: {some: {expression: device, type: »hll}}'));
    expect(problems.map(({ code, at }) => ({ code, at }))).toEqual([{ code: 'INVALID_DEFINITION', at: marks[0] }]);
  });
});

describe('the place of a percentile', () => {
  test.each([
    'APPROX_PERCENTILE(»minutes, 1.5)',
    'APPROX_PERCENTILE(»minutes)',
    'APPROX_PERCENTILE(»minutes, minutes)',
  ])('%s', (expression) => {
    const written = expression.replace('»', '');
    const { problems } = compile(days(`metrics: {m: {expression: "${written}"}}`, 'day: date, minutes: integer'));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['INVALID_EXPRESSION', 'A percentile takes one number from 0 to 1.'],
    ]);
  });
});
