import { describe } from '@jest/globals';
import { checkCases, plays } from './check-cases.js';

const HISTORY = 'links: {»plan: {to: plans, on: member_id, during: [valid_from, valid_to]}}';
const MANY = 'links: {»plans: {to: plans, on: member_id, many: true}}';

describe('a link has the time or the key that it needs', () => {
  checkCases('LINK_NOT_USABLE', [
    { name: 'a history, with a time', text: plays(HISTORY.replace('»', '')) },
    {
      name: 'a history, with a time of a metric',
      text: plays(`${HISTORY.replace('»', '')}\nmetrics: {m: {expression: COUNT(*), time: started_at}}`, ''),
    },
    { name: 'many, with a key', text: plays(MANY.replace('»', '')) },
    {
      name: 'a history without a time',
      text: plays(HISTORY, 'key: [play_id]'),
      says: 'Metrics over link "plan" of "plays" are refused: it holds for a time, and the dataset has no time.',
    },
    {
      name: 'many without a key',
      text: plays(MANY, 'time: started_at'),
      says: 'Sums and counts over link "plans" of "plays" are refused: a row may meet several and has to be counted once, and the dataset has no key.',
    },
  ]);
});
