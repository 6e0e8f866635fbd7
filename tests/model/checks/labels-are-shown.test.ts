import { describe } from '@jest/globals';
import { checkCases, plays } from './check-cases.js';

describe('a default label is shown somewhere', () => {
  checkCases('LABEL_IGNORED', [
    {
      name: 'a linked dataset with a text',
      text: plays('links: {plan: {to: plans, on: member_id, during: [valid_from, valid_to], default: None}}'),
    },
    {
      name: 'one with numbers alone',
      text: plays('links: {member: {to: members, on: member_id, default: »None}}'),
      says: 'The default of link "member" is never shown: "members" has no dimension that is a text.',
    },
  ]);
});
