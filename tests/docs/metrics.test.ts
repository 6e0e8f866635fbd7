import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { KINDS } from '../../src/definitions/kinds/kinds.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Served } from '../builders/serve.js';
import { readSemantics } from './semantics.js';
import { answerOf, expectedOf, openRuleOn, openTables } from './semantics-answer.js';

const FOLDER = 'docs/metrics';
const pages = readdirSync(FOLDER).toSorted();
const pageOf = (kind: string): string => `${kind.replaceAll('_', '-')}.md`;

test('each kind of metric has a page', () => {
  expect(pages).toEqual([...KINDS.keys(), 'semi_additive'].map(pageOf).toSorted());
});

/** What all kinds share stands in docs/definitions.md. */
const SHARED = new Set(['kind', 'label', 'description', 'owner', 'tags', 'unit', 'format']);

test.each([...KINDS])('the page of %s names each of its keys', (kind, { shape }) => {
  const { properties = {} } = z.toJSONSchema(shape, { io: 'input' });
  const text = readFileSync(`${FOLDER}/${pageOf(kind)}`, 'utf8');
  const others = kind === 'simple' ? ['inputs'] : kind === 'derived' ? ['empty', 'time', 'dense', 'semi_additive'] : [];
  const keys = Object.keys(properties).filter((key) => !SHARED.has(key) && !others.includes(key));
  expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
});

describe.each(pages)('%s', (page) => {
  const sections = readSemantics(`${FOLDER}/${page}`);

  test('has examples', () => {
    expect(sections.flatMap(({ rules }) => rules).flatMap(({ examples }) => examples).length).toBeGreaterThan(0);
  });

  describe.each(sections)('$title', (section) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await openTables(section);
    });
    afterAll(() => engine.close());

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
