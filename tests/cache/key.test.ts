import { describe, expect, test } from '@jest/globals';
import { cacheKey, type KeyParts } from '../../src/cache/key.js';

const version = (table: string, of: string) => ({ table, version: of, modifiedAt: null });
const parts: KeyParts = {
  fingerprint: 'f',
  policy: 'public',
  user: null,
  versions: [version('plays', '1'), version('members', '2')],
};

describe('cacheKey', () => {
  test('is the same for the same parts, whatever the order of the tables or their time', () => {
    const again = {
      ...parts,
      versions: [version('members', '2'), { ...version('plays', '1'), modifiedAt: '2024-01-01T00:00:00Z' }],
    };
    expect(cacheKey(parts)).toMatch(/^[0-9a-f]{64}$/);
    expect(cacheKey(again)).toBe(cacheKey(parts));
  });

  test.each<{ name: string; other: Partial<KeyParts> }>([
    { name: 'fingerprint', other: { fingerprint: 'g' } },
    { name: 'policy', other: { policy: 'finance' } },
    { name: 'user', other: { user: 'ada' } },
    { name: 'version of a table', other: { versions: [version('plays', '1'), version('members', '3')] } },
    { name: 'table', other: { versions: [version('plays', '1'), version('titles', '2')] } },
    { name: 'swap of two versions', other: { versions: [version('plays', '2'), version('members', '1')] } },
    { name: 'number of tables', other: { versions: [version('plays', '1')] } },
    { name: 'border between the parts', other: { fingerprint: 'f","public', policy: '' } },
  ])('another $name is another key', ({ other }) => {
    expect(cacheKey({ ...parts, ...other })).not.toBe(cacheKey(parts));
  });
});
