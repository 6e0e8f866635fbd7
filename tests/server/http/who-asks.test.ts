import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { ANYONE } from '../../../src/answer.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { whoAsks } from '../../../src/server/http/who-asks.js';

const HEADER = 'x-forwarded-user';
const from = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest;

describe('who asks', () => {
  test('is anyone where no header is configured, whatever is sent', () => {
    expect(whoAsks(from({ [HEADER]: 'ada' }), undefined)).toBe(ANYONE);
  });

  test.each(['ada', 'ada@example.org', 'Ada Lovelace', 'CN=ada/O=x', 'a'])('is %p', (user) => {
    expect(whoAsks(from({ [HEADER]: user }), HEADER)).toEqual({ policy: 'public', user });
  });

  test.each([
    { name: 'nobody', headers: {} },
    { name: 'an empty name', headers: { [HEADER]: '' } },
    { name: 'a header sent twice, which node joins', headers: { [HEADER]: 'eve, ada' } },
    { name: 'spaces around', headers: { [HEADER]: ' ada' } },
    { name: 'a line break', headers: { [HEADER]: 'ada\r\nX-Trino-Role: admin' } },
    { name: 'letters that a header has no encoding for', headers: { [HEADER]: 'adà' } },
    { name: 'a name that is too long', headers: { [HEADER]: 'a'.repeat(300) } },
  ])('is refused for $name', ({ headers }) => {
    const ask = () => whoAsks(from(headers as Record<string, string>), HEADER);
    expect(ask).toThrow(ProblemError);
    expect(ask).toThrow(/who asks/);
  });
});
