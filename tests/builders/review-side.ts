import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { compileModel } from '../../src/model/compile-model.js';
import { errorsIn } from '../../src/problems/problem.js';
import type { Side } from '../../src/review/side.js';
import { schemaFor } from '../../src/server/resolvers/schema-for.js';

/** One side of a review, of texts by their path. Problems end the test. */
export function sideOf(files: Readonly<Record<string, string>>): Side {
  const read = readDefinitions(Object.entries(files).map(([path, text]) => ({ path, text })));
  const { model, problems } = compileModel(read.definitions);
  const errors = errorsIn([...read.problems, ...problems]);
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
  return { definitions: read.definitions, model, schema: schemaFor(model) };
}
