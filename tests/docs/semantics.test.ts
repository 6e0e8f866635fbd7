import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.js';
import type { Served } from '../builders/serve.js';
import { OPEN_RULES, RULES } from './rule-ids.js';
import { readSemantics } from './semantics.js';
import { answerOf, expectedOf, openRuleOn, openTables } from './semantics-answer.js';

const sections = readSemantics('docs/semantics.md');
const rules = sections.flatMap((section) => section.rules);

test('each of the 71 rules and each open point has an example under its own heading', () => {
  expect(RULES).toHaveLength(71);
  const shown = rules.filter(({ examples }) => examples.length > 0).map(({ id }) => id);
  expect(shown.toSorted()).toEqual([...RULES, ...OPEN_RULES].toSorted());
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
    afterAll(() => served.close());

    test.each(rule.examples)('$question', async (example) => {
      const answer = await served.ask(example.question);
      expect(answerOf(answer, example)).toEqual(expectedOf(example));
    });
  });
});
