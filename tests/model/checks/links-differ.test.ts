import { describe } from '@jest/globals';
import { checkCases, plays } from './check-cases.js';

describe('two links of a dataset differ', () => {
  checkCases('SAME_LINK', [
    {
      name: 'two roles over two keys',
      text: plays('links: {member: {to: members, on: member_id}, other: {to: members, on: {play_id: member_id}}}'),
    },
    {
      name: 'one of them inner',
      text: plays('links: {member: {to: members, on: member_id}, known: {to: members, on: member_id, join: inner}}'),
    },
    {
      name: 'in their names alone',
      text: plays('links: {member: {to: members, on: member_id}, »viewer: {to: members, on: {member_id: member_id}}}'),
      says: 'Links "member" and "viewer" of "plays" reach the same rows of "members".',
    },
  ]);
});
