import type { Engine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import type { Problem } from '../problems/problem.js';
import { ProblemError } from '../problems/problem.js';
import { typesOfTable } from './table-types.js';

/** TABLE_NOT_FOUND for each dataset whose table the engine does not have; no row is read. */
export async function tablesNotFound(engine: Engine, model: Model, signal: AbortSignal): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, table, at } of model.datasets.values())
    if (table !== null && (await isMissing(engine, table, signal)))
      problems.push({
        code: 'TABLE_NOT_FOUND',
        at,
        message: `The engine has no table "${table}", which dataset "${name}" reads.`,
        hint:
          engine.name === 'trino'
            ? 'Mend table:, or engine.trino.catalog and engine.trino.schema, which it is looked for in.'
            : 'Mend table:, or engine.data, which it is looked for in.',
      });
  return problems;
}

/** What else goes wrong is told to who asks for the table's rows. */
async function isMissing(engine: Engine, table: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await typesOfTable(engine, table, [], signal)) === null;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}
