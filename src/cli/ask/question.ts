import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { refuse } from '../../problems/problem.js';
import type { Spelled } from '../../question/asked-words.js';
import { queryOf, readQuery } from '../../question/read-question.js';
import type { MetricQueryInput } from '../../request/query-input.js';
import type { AskFlags } from './ask-flags.js';

/**
 * The question that flags ask.
 * @throws ProblemError with the flag, or the key of the input, that cannot be read
 */
export function readQuestion(
  schema: GraphQLSchema,
  metrics: readonly string[],
  flags: AskFlags,
  folder: string,
): MetricQueryInput {
  const { input, ...words } = flags;
  return readQuery(schema, input === undefined ? queryOf(metrics, words, asFlag) : readInput(input, metrics, folder));
}

const asFlag: Spelled = (word) => `--${word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function readInput(text: string, metrics: readonly string[], folder: string): unknown {
  const json = text.startsWith('@') ? readFileSync(resolve(folder, text.slice(1)), 'utf8') : text;
  try {
    const input = JSON.parse(json) as object;
    return metrics.length === 0 ? input : { ...input, metrics };
  } catch (error) {
    return refuse({ code: 'INVALID_VALUE', message: `--input is not JSON: ${(error as Error).message}.` });
  }
}
