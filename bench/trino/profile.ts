import type { TrinoProfile } from '../../src/engine/trino/profile.js';

/** The Trino of the environment, with the catalog hive: the one that the tests take. */
export function benchProfile(): TrinoProfile | null {
  const server = process.env.GRAINLINE_TEST_TRINO;
  return server === undefined ? null : { server, catalog: 'hive', schema: 'default', user: 'lab' };
}
