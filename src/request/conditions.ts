import type { DataType } from '../expressions/data-type.js';
import { METRIC_TIME } from '../model/model.js';
import { readTrees } from './condition-tree.js';
import { checkGrain, readGrain, typeOfGrain } from './grains.js';
import { readMetricCondition } from './metric-condition.js';
import type { Condition } from './metric-request.js';
import { readPaths, type Walks } from './paths.js';
import type { ConditionInput } from './query-input.js';
import type { Reading } from './reading.js';
import { readTest } from './tests.js';
import { commonType } from './values.js';

type LeafCondition = Extract<Condition, { kind: 'test' | 'metric' }>;

/** Reads conditions on rows: each must reach every dataset asked. */
export const readConditions = (reading: Reading, inputs: readonly ConditionInput[], at: string): readonly Condition[] =>
  readTrees<ConditionInput, LeafCondition>(inputs, at, {
    problems: reading.problems,
    leafKeys: ['path', 'paths', 'metric', 'per', 'is'],
    leafForm: 'path (or paths) with is, metric with per and is',
    readLeaf: (input, here) => readLeaf(reading, input, here),
  });

function readLeaf(reading: Reading, input: ConditionInput, at: string): LeafCondition | undefined {
  const { problems } = reading;
  if (input.is == null)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: 'The condition does not say what must hold.',
      path: at,
      hint: 'Add is: {eq: …}.',
    });
  if (input.metric != null || input.per != null) return readMetricCondition(reading, input, at);
  const walks = readPaths(reading, input, at);
  const grain = input.grain == null ? null : readGrain(reading, input.grain, `${at}.grain`);
  if (walks === undefined || grain === undefined) return undefined;
  if (walks.isMetricTime && grain === null)
    return problems.add({
      code: 'GRAIN_REQUIRED',
      message: `A condition on ${METRIC_TIME} needs a grain.`,
      path: at,
      hint: 'Add grain: day, or use time: {…}.',
    });
  if (grain !== null && !checkGrain(reading, walks, grain, `${at}.grain`)) return undefined;
  const type = grain === null ? typeOfEnds(walks) : typeOfGrain(reading.model, grain);
  if (type === undefined)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: 'These paths lead to dates and to timestamps: without a grain they do not compare.',
      path: at,
      hint: 'Add grain: day.',
    });
  const test = readTest(problems, input.is, type, input.at ?? `${at}.is`);
  return test && { kind: 'test', paths: walks.paths, grain, test };
}

const typeOfEnds = (walks: Walks): DataType | undefined => commonType(walks.types);
