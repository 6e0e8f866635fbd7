import { describe, expect, test } from '@jest/globals';
import { compile, modelOf, TODAY } from '../builders/compile.js';

const plays = (...metrics: readonly string[]): string => `
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, minutes: integer, started_at: timestamp}
key: [play_id]
time: started_at
metrics:
${metrics.map((line) => `  ${line}`).join('\n')}
`;
const renamed = 'plays: {expression: COUNT(*), aliases: {starts: 2026-12-31, play_count: , launches: 2026-05-31}}';

const told = (text: string) => {
  const { problems, marks } = compile(text);
  return {
    problems: problems.map(({ code, severity = 'error', at }) => ({ code, severity, at })),
    marked: (code: string, severity: string) => marks.map((at) => ({ code, severity, at })),
  };
};

describe('former names of metrics', () => {
  test.each([
    { name: 'an expression', uses: ['double: {expression: »starts * 2}'] },
    { name: 'an input', uses: ['last: {expression: before, inputs: {before: {metric: »starts, offset: 1 month}}}'] },
    { name: 'of', uses: ['week: {kind: cumulative, of: »play_count, trailing: 7 days}'] },
    { name: 'a ratio', uses: ['r: {kind: ratio, numerator: »starts, denominator: plays}'] },
    {
      name: 'the steps of a funnel, and the step',
      uses: [
        'long: {expression: COUNT(*), where: minutes > 9}',
        'f: {kind: funnel, steps: [long, »starts], step: »starts, entity: member_id, window: 1 day}',
      ],
    },
  ])('still work in $name, and are told of', ({ uses }) => {
    const { problems, marked } = told(plays(renamed, ...uses));
    expect(problems).toEqual(marked('ALIAS_USED', 'warning'));
  });

  test('are replaced by the names of today in the model', () => {
    const { metrics } = modelOf(plays(renamed, 'week: {kind: cumulative, of: starts, trailing: 7 days}'));
    expect(metrics.get('week')).toMatchObject({ input: 'plays' });
  });

  test('in conditions on values mean the metric of today', () => {
    const { metrics } = modelOf(
      plays(renamed, 'a: {expression: COUNT(*), where: "METRIC(starts, member_id) > 3"}'),
      `view: v\nmetrics: [starts]\n`,
    );
    expect(JSON.stringify([...(metrics.get('a')?.where ?? [])])).toContain('"plays"');
  });

  test('past their day are refused', () => {
    const { problems, marked } = told(plays(renamed, 'double: {expression: »launches * 2}'));
    expect(problems).toEqual(marked('ALIAS_EXPIRED', 'error'));
    expect(compile(plays(renamed, 'double: {expression: launches * 2}')).problems[0]?.hint).toBe('Write "plays".');
  });

  test('are one namespace with the names of today', () => {
    const { problems, marked } = told(plays('a: {expression: COUNT(*)}', 'b: {expression: COUNT(*), aliases: {»a: }}'));
    expect(problems).toEqual(marked('DUPLICATE_NAME', 'error'));
  });

  test('do not hide that a step of a funnel is there twice', () => {
    const { problems, marked } = told(
      plays(renamed, 'f: {kind: funnel, steps: [plays, »starts], entity: member_id, window: 1 day}'),
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual(marked('DUPLICATE_NAME', 'error'));
  });

  test('are fields of a view while they work', () => {
    const { views } = modelOf(plays(renamed), 'view: v\nmetrics: [play_count]');
    expect(TODAY).toBe('2026-06-01');
    expect(views.get('v')).toMatchObject({ metrics: ['plays'], formerNames: ['starts', 'play_count'] });
  });
});
