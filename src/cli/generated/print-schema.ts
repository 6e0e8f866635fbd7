import { printProblems } from '../../problems/print.js';
import { errorsIn } from '../../problems/problem.js';
import { printGraphqlSchema } from '../../schema/print.js';
import { compileProject } from '../../server/compile.js';
import { schemaFor } from '../../server/resolvers/schema-for.js';

/**
 * The text of `schema.graphql`: the API of the definitions in `metrics/`.
 * @throws with their print, if the definitions have problems
 */
export function printDefaultSchema(project = '.'): string {
  const { model, problems, textOf } = compileProject(project, 'metrics');
  if (errorsIn(problems).length > 0) throw new Error(printProblems(problems, textOf));
  return printGraphqlSchema(schemaFor(model));
}
