import { expect, test } from '@jest/globals';
import { outOfDate } from '../../src/cli/generated/generated-files.js';

test('the printed files are what the sources print (npm run generated)', () => {
  expect(outOfDate()).toEqual([]);
});
