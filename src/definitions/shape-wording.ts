import type { z } from 'zod';
import { didYouMean } from '../problems/did-you-mean.js';
import type { Tree } from './tree.js';

type Issue = z.core.$ZodIssue;

/** What the shape asks for: `must be a text`. */
export function demand(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be ${orList(issue.values)}`;
  return issue.message;
}

const EXPECTED: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of names',
};

function orList(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return texts.length > 1 ? `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}` : String(texts[0]);
}

/** What stands there instead. */
export function kindOf(tree: Tree): string {
  if (tree.kind !== 'scalar') return `a ${tree.kind}`;
  const { value } = tree;
  if (value === null) return 'empty';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return `the ${typeof value === 'boolean' ? 'truth value' : 'number'} ${tree.text}`;
}

export function hintOf(issue: Issue, tree: Tree): string | undefined {
  if (issue.code === 'invalid_value' && tree.kind === 'scalar') {
    return didYouMean(
      tree.text,
      issue.values.filter((value) => typeof value === 'string'),
    );
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'string' && tree.kind === 'scalar' && tree.value !== null)
    return `Put it in quotes: "${tree.text}".`;
  if (issue.expected === 'array' && tree.kind === 'scalar' && tree.value !== null) return `Write [${tree.text}].`;
  return undefined;
}

/** `"inputs.before.offset"`, `"metrics[2]"`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  `"${path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`)).join('')}"`;
