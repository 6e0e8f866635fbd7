import type { EngineName } from '../../src/engine/engine.js';
import type { Model, Query } from '../reference/format.js';
import { leavesOf } from '../reference/scope.js';
import { type Asked, differenceOf } from './differences.js';
import type { CaseId } from './directed.js';

/** A seed's question with everything one needs to see what went wrong. */
export async function describeDifference(seed: CaseId, engine: EngineName): Promise<string> {
  const { generated, found, sql } = await differenceOf(seed, undefined, engine);
  const { model, query, result } = generated;
  return [
    printQuestion(model, query),
    `expected (${generated.outcome}): ${JSON.stringify(result)}`,
    sql,
    found === null ? 'as expected' : `${found.wrong ? 'WRONG' : 'not expressible'} ${found.reason}`,
  ].join('\n\n');
}

/** The query, and of the model what it uses. */
export function printQuestion(model: Model, query: Query): string {
  const text = JSON.stringify(query);
  const used = Object.keys(model.metrics).filter((name) => isUsed(model, name, text));
  const datasets = [...new Set(used.flatMap((name) => leavesOf(model, name).map(({ metric }) => metric.dataset)))];
  return [
    ...used.map((name) => `${name}: ${JSON.stringify(model.metrics[name])}`),
    ...datasets.map((name) => `dataset ${name}: ${JSON.stringify({ ...model.datasets[name], dimensions: undefined })}`),
    `query: ${text}`,
  ].join('\n');
}

const isUsed = (model: Model, name: string, text: string): boolean => {
  const quoted = JSON.stringify(name);
  if (text.includes(quoted)) return true;
  return Object.entries(model.metrics).some(
    ([above, metric]) => above !== name && JSON.stringify(metric).includes(quoted) && isUsed(model, above, text),
  );
};

/** What a failing test says. */
export const failureOf = ({ generated, found }: Asked): string =>
  `seed ${generated.seed} [${generated.rules.join(' ')}]\n${printQuestion(generated.model, generated.query)}\n${found?.reason ?? ''}\nagain: npm run differential -- --seed ${generated.seed}`;
