import { describe } from '@jest/globals';
import { checkCases, plays } from './check-cases.js';

const untimed = (...lines: readonly string[]): string =>
  plays(`metrics:\n${lines.map((line) => `  ${line}`).join('\n')}`, 'key: [play_id]');
const PLAYS = 'plays: {expression: COUNT(*)}';

describe('a metric that goes by time has one', () => {
  checkCases('METRIC_WITHOUT_TIME', [
    { name: 'a plain metric needs none', text: untimed(PLAYS) },
    {
      name: 'a time of its own will do',
      text: untimed(
        'plays: {expression: COUNT(*), time: started_at, dense: true}',
        'm: {kind: cumulative, of: plays, all_time: true}',
      ),
    },
    {
      name: 'dense',
      text: untimed('»m: {expression: COUNT(*), dense: true}'),
      says: '"m" is dense, and it has no time.',
    },
    {
      name: 'a window',
      text: untimed(PLAYS, '»m: {kind: cumulative, of: plays, all_time: true}'),
      says: '"m" is a window of time, and "plays" below it has no time.',
    },
    {
      name: 'days',
      text: untimed(PLAYS, '»m: {kind: multi_stage, of: plays, grain: day, then: avg}'),
      says: '"m" is made of days, and "plays" below it has no time.',
    },
  ]);
});
