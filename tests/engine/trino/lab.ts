import { describe, jest } from '@jest/globals';
import type { TrinoProfile } from '../../../src/engine/trino/profile.js';
import { openTrino } from '../../../src/engine/trino/trino-engine.js';

/** The address of a real Trino with the catalogs hive, memory and tpch, and the user lab. */
export const TRINO = process.env.GRAINLINE_TEST_TRINO;

// A first question to a Trino that has just come up, beside other tests, takes its time.
jest.setTimeout(240_000);

/** Milliseconds within which a query of hours ends once its caller has gone: two seconds, but for a busy machine. */
export const SOON = 60_000;

/** Between two looks at versions of tables, for tests that have nothing to do with them: looks cost a tenth of the time. */
export const SELDOM = 3_600;

/** Of the tests alone. */
export const SCHEMA = 'engine_test';

/** Tests against the real Trino: skipped aloud, and counted, where there is none. */
export const describeLab: typeof describe = TRINO === undefined ? (skipped() as typeof describe) : describe;

function skipped() {
  process.stderr.write('SKIPPED: GRAINLINE_TEST_TRINO names no Trino; the tests against a real one do not run.\n');
  return describe.skip;
}

export const profile = (own: Partial<TrinoProfile> = {}): TrinoProfile => ({
  server: TRINO ?? 'http://127.0.0.1:1',
  catalog: 'hive',
  schema: SCHEMA,
  user: 'lab',
  ...own,
});

export const openLab = (own: Partial<TrinoProfile> = {}) => openTrino(profile(own));

/** Runs statements over the bare protocol: the engine itself runs queries only. */
export const setUp = (...statements: readonly string[]) => setUpIn('hive', ...statements);

/** In another catalog, so that nobody's tables are in the way. */
export async function setUpIn(
  catalog: string,
  ...statements: readonly string[]
): Promise<(string | number | boolean | null)[][]> {
  let rows: (string | number | boolean | null)[][] = [];
  for (const text of [`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`, ...statements]) {
    rows = [];
    const headers = {
      'X-Trino-User': 'lab',
      'X-Trino-Catalog': catalog,
      'X-Trino-Schema': SCHEMA,
      'X-Trino-Session': 'hive.timestamp_precision=MICROSECONDS',
      'X-Trino-Time-Zone': 'UTC',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    };
    let page = (await (
      await fetch(`${TRINO}/v1/statement`, { method: 'POST', body: text, headers })
    ).json()) as BarePage;
    for (;;) {
      rows.push(...(page.data ?? []));
      if (page.error) throw new Error(`${page.error.message}\n${text}`);
      if (page.nextUri === undefined) break;
      page = (await (await fetch(page.nextUri, { headers })).json()) as BarePage;
    }
  }
  return rows;
}

interface BarePage {
  readonly nextUri?: string;
  readonly data?: (string | number | boolean | null)[][];
  readonly error?: { readonly message: string };
}
