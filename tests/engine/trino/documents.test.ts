import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import type { Served } from '../../builders/serve.js';
import { openTrinoTables } from '../../cases/open-trino-tables.js';
import { readSemantics } from '../../docs/semantics.js';
import { answerOf, expectedOf, openRuleOn } from '../../docs/semantics-answer.js';
import { describeLab, SELDOM } from './lab.js';

const PAGES = ['docs/semantics.md', ...readdirSync('docs/metrics').map((page) => `docs/metrics/${page}`)];

const SECTIONS = PAGES.flatMap((page) => readSemantics(page).map((section) => ({ page, ...section })));
/** In CI every other section, the rest tomorrow: a question takes Trino a third of a second, however few the rows. */
const today = Math.floor(Date.now() / 86_400_000);
const ofToday = SECTIONS.filter((_, at) => process.env.CI === undefined || (at + today) % 2 === 0);

/** The examples that tests/docs runs on DuckDB. */
describeLab('what the documents show, on a real Trino', () => {
  describe.each(ofToday)('$page: $title', (section) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await openTrinoTables(section.tables, { catalog: 'memory', freshnessSeconds: SELDOM });
    });
    afterAll(() => engine?.close());

    describe.each(section.rules)('$id', (rule) => {
      let served: Served;
      beforeAll(async () => {
        served = await openRuleOn(engine, rule);
      });
      afterAll(() => served?.close());

      test.each(rule.examples)('$question', async (example) => {
        expect(answerOf(await served.ask(example.question), example)).toEqual(expectedOf(example));
      });
    });
  });
});
