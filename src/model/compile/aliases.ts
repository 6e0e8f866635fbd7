import type { Located, Place, Problem } from '../../problems/problem.js';
import { isPast, renamed } from '../aliases.js';
import type { Metric } from '../model.js';
import type { Problems } from '../problems.js';

/** What is wrong with a definition that calls a metric so: nothing, a warning, or past its day an error. */
export function nameProblem(metric: Metric, name: string, at: Place, today: string): Problem | undefined {
  if (name === metric.name) return undefined;
  const hint = `Write "${metric.name}".`;
  return isPast(metric, name, today)
    ? {
        code: 'ALIAS_EXPIRED',
        at,
        message: `"${name}" is called "${metric.name}" now; the old name worked until ${metric.aliases.get(name)}.`,
        hint,
      }
    : { code: 'ALIAS_USED', severity: 'warning', at, message: renamed(metric, name), hint };
}

/** Tells what is wrong with the name that a definition calls a metric by. */
export function checkName(metric: Metric, name: Located<string>, today: string, problems: Problems): void {
  const problem = nameProblem(metric, name.value, name.at, today);
  if (problem !== undefined) problems.addOnce(problem);
}
