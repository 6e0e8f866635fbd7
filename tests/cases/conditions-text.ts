import { RESERVED } from '../../src/expressions/keywords.js';
import { pathIn, typeAt, typeOfGrain, typeOfMetric } from './lookup.js';
import type { SuiteCondition, SuiteModel, SuiteValue } from './suite.js';

/** A list of conditions as expression text, joined by AND, for rows of one dataset. */
export const conditionsText = (model: SuiteModel, dataset: string, conditions: readonly SuiteCondition[]): string =>
  joined(
    conditions.map((condition) => conditionText(model, dataset, condition)),
    'AND',
  );

function conditionText(model: SuiteModel, dataset: string, condition: SuiteCondition): string {
  const inner = (each: SuiteCondition): string => conditionText(model, dataset, each);
  if (condition.any) return joined(condition.any.map(inner), 'OR');
  if (condition.all) return joined(condition.all.map(inner), 'AND');
  if (condition.not) return `NOT (${inner(condition.not)})`;
  const { metric, per, grain } = condition;
  if (metric !== undefined && per !== undefined)
    return test(`METRIC(${metric}, ${nameText(per)})`, typeOfMetric(model, metric), condition);
  const path = pathIn(condition, dataset);
  if (grain === undefined) return test(nameText(path), typeAt(model, dataset, path) ?? 'text', condition);
  return test(`PERIOD('${grain}', ${nameText(path)})`, typeOfGrain(model, grain), condition);
}

const joined = (texts: readonly string[], word: 'AND' | 'OR'): string =>
  texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `(${text})`).join(` ${word} `);

function test(of: string, type: string, { op = '', value, ignore_case }: SuiteCondition): string {
  const written = (each: SuiteValue): string => literalText(each, type);
  const list = Array.isArray(value) ? (value as readonly SuiteValue[]) : [];
  switch (op) {
    case 'is_null':
      return `${of} IS NULL`;
    case 'is_not_null':
      return `${of} IS NOT NULL`;
    case 'between':
      return `${of} BETWEEN ${list.map(written).join(' AND ')}`;
    case 'in':
      return isIn(of, list, written);
    case 'not_in':
      return `NOT (${isIn(of, list, written)})`;
    case 'contains':
    case 'starts_with':
    case 'ends_with': {
      const args = [of, written(value as SuiteValue)].map((text) => (ignore_case ? `LOWER(${text})` : text));
      return `${op.toUpperCase()}(${args.join(', ')})`;
    }
    default:
      return `${of} ${op} ${written(value as SuiteValue)}`;
  }
}

/** SQL has neither an empty list, which is false of values and unknown of NULL, nor a NULL in one that keeps NULLs. */
function isIn(of: string, list: readonly SuiteValue[], written: (value: SuiteValue) => string): string {
  const values = list.filter((value) => value !== null).map(written);
  const among = values.length === 0 ? `(${of} IS NULL AND NULL)` : `${of} IN (${values.join(', ')})`;
  return list.includes(null) ? `(${among} OR ${of} IS NULL)` : among;
}

const NUMBER = /^(integer|bigint|double|decimal)/;

function literalText(value: SuiteValue, type: string): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value === null) return 'NULL';
  if (NUMBER.test(type)) return String(value);
  const quoted = `'${String(value).replaceAll("'", "''")}'`;
  return type === 'date' || type === 'timestamp' ? `${type.toUpperCase()} ${quoted}` : quoted;
}

const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** A path as a name; a step is quoted where it would be taken for a keyword. */
export const nameText = (path: string): string =>
  path
    .split('.')
    .map((step) => (PLAIN.test(step) && !RESERVED.has(step.toUpperCase()) ? step : `"${step}"`))
    .join('.');
