import type { Engine } from '../engine/engine.js';
import type { Dataset, Link, Model } from '../model/model.js';
import { outputOf } from '../plan/plan.js';
import type { RowsLeftOut } from '../result/explanation.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { type Asked, LEFT_OUT, leftOutPlan } from './rows-left-out.js';

/**
 * Asks the engine which rows stop at the last of these links.
 * @throws ProblemError of the engine
 */
export async function countLeftOut(
  { model, engine }: { readonly model: Model; readonly engine: Engine },
  from: Dataset,
  links: readonly Link[],
  asked: Asked,
  signal: AbortSignal,
): Promise<RowsLeftOut | null> {
  const plan = leftOutPlan(model, from, links, asked);
  if (plan === null) return null;
  const { values } = await engine.run(toSql(plan, outputOf(plan), dialects[engine.name]), signal);
  const [rows, nullKeys, danglingKeys] = LEFT_OUT.map((_name, at) => Number(values[at]?.[0] ?? 0));
  return {
    dataset: from.name,
    way: links.map(({ name }) => name).join('.'),
    rows: rows ?? 0,
    nullKeys: nullKeys ?? 0,
    danglingKeys: danglingKeys ?? 0,
  };
}
