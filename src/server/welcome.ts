import type { Model } from '../model/model.js';
import type { Configuration } from './configuration/configuration.js';
import { exampleQueries } from './graphiql/examples.js';

/** What to open, and a first query to paste. */
export function welcome(url: string, model: Model, { server }: Configuration, milliseconds: number): string {
  const query = exampleQueries(model)[0]
    ?.replace(/^#.*\n/, '')
    .trimEnd();
  const counts = `${model.metrics.size} metrics over ${model.datasets.size} datasets`;
  return [
    '',
    `  Grainline serves ${counts}, ready in ${milliseconds} ms.`,
    '',
    `  GraphiQL   ${url}/graphiql`,
    `  GraphQL    ${url}/graphql`,
    `  State      ${url}/ready`,
    ...(server.watch ? ['  Following the definitions: a change is live within a second.'] : []),
    '',
    '  A first query:',
    '',
    ...(query ?? '').split('\n').map((line) => `    ${line}`.trimEnd()),
    '',
    '  Ctrl-C ends it.',
    '',
    '',
  ].join('\n');
}
