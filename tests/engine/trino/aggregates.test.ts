import { afterAll, beforeAll } from '@jest/globals';
import { ANYONE, answer, type Runtime } from '../../../src/answer.js';
import { LruResultCache } from '../../../src/cache/lru-result-cache.js';
import type { Engine } from '../../../src/engine/engine.js';
import { rowsOf } from '../../builders/ask.js';
import { read } from '../../builders/request.js';
import { modelFor, tables } from '../aggregate-cases.js';
import { aggregateSituations } from '../aggregate-situations.js';
import { describeLab, openLab, SCHEMA, SELDOM, setUp } from './lab.js';

/** A question of several costs Trino little more than one of one. */
const TOGETHER = 5;
const MODEL = modelFor(SCHEMA);

describeLab('aggregates on Trino', () => {
  let engine: Engine;
  beforeAll(async () => {
    const dropped = ['agg_readings', 'agg_tags'].map((table) => `DROP TABLE IF EXISTS ${table}`);
    await setUp(...dropped, ...tables(SCHEMA));
    engine = await openLab({ freshnessSeconds: SELDOM });
  });
  afterAll(() => engine?.close());

  aggregateSituations(async (input) => {
    const runtime: Runtime = { model: MODEL, engine, cache: new LruResultCache({ maxBytes: 0 }), maxRows: 1_000 };
    return rowsOf(await answer(runtime, read(MODEL, input), ANYONE, new AbortController().signal));
  }, TOGETHER);
});
