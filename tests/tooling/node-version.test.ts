import { describe, expect, test } from '@jest/globals';

describe('the Node that runs the tests', () => {
  test('is at least 22, whatever the machine has', () => {
    expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(22);
  });
});
