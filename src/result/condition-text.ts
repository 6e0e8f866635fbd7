import { mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Filter } from '../model/model.js';
import { printScalar } from '../plan/print-scalar.js';
import { grainName } from '../plan/question.js';
import type { Condition, GroupCondition, PathByDataset, PlainValue, Test } from '../request/metric-request.js';

/** A condition of a request in words: `member.country in ('BR', 'FR')`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'test': {
      const path = pathText(condition.paths);
      return testText(condition.grain === null ? path : `${grainName(condition.grain)} of ${path}`, condition.test);
    }
    case 'metric':
      return testText(`${condition.metric.name} per ${condition.per}`, condition.test);
    case 'not':
      return `not (${conditionText(condition.of)})`;
    default:
      return listText(condition.kind, condition.of.map(conditionText));
  }
}

export function groupConditionText(condition: GroupCondition): string {
  if (condition.kind === 'test') return testText(condition.metric.name, condition.test);
  if (condition.kind === 'not') return `not (${groupConditionText(condition.of)})`;
  return listText(condition.kind, condition.of.map(groupConditionText));
}

/** A condition of the definitions, by dataset: its names start with the dataset's. */
export const filterTexts = (filter: Filter | null): readonly string[] =>
  filter === null ? [] : [...new Set([...filter].map(([dataset, condition]) => scalarText(dataset, condition)))];

export const scalarText = (dataset: string, scalar: Scalar): string =>
  printScalar(
    mapScalar(scalar, (node) =>
      node.kind === 'column'
        ? { ...node, relation: node.relation === '' ? dataset : `${dataset}.${node.relation}` }
        : node,
    ),
  );

/** One text where every dataset takes the same path. */
function pathText(paths: PathByDataset): string {
  const texts = new Set([...paths.values()].map(({ text }) => text));
  return texts.size === 1
    ? ([...texts][0] ?? '')
    : [...paths].map(([dataset, { text }]) => `${dataset}: ${text}`).join(' / ');
}

const listText = (kind: 'any' | 'all', parts: readonly string[]): string =>
  parts.length === 0
    ? kind === 'any'
      ? 'nothing'
      : 'everything'
    : parts.map((part) => `(${part})`).join(kind === 'any' ? ' or ' : ' and ');

const WORDS = { contains: 'contains', starts_with: 'starts with', ends_with: 'ends with' } as const;

function testText(of: string, test: Test): string {
  const shown = (value: PlainValue | null): string =>
    typeof value === 'string' && test.type === 'text' ? `'${value}'` : String(value);
  switch (test.op) {
    case 'in':
      return `${of} in (${test.values.map(shown).join(', ')})`;
    case 'not_in':
      return `${of} not in (${test.values.map(shown).join(', ')})`;
    case 'between':
      return `${of} between ${shown(test.from)} and ${shown(test.through)}`;
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return `${of} ${WORDS[test.op]} '${test.value}'${test.ignoreCase ? ', whatever the case' : ''}`;
    case 'is_null':
      return `${of} is null`;
    case 'is_not_null':
      return `${of} is not null`;
    default:
      return `${of} ${test.op} ${shown(test.value)}`;
  }
}
