import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Asset {
  readonly file: () => string;
  readonly type: string;
}

const fromHere = createRequire(import.meta.url);
/** Files of a package that its `exports` do not name; found from the sources as from the bundle in dist/. */
const inPackage = (name: string, file: string) => (): string =>
  join(dirname(fromHere.resolve(`${name}/package.json`)), file);

const SCRIPT = 'text/javascript; charset=utf-8';

/** What the page loads besides itself, by the name under /graphiql/. GraphiQL 4 is the last with a prebuilt file; it wants React 18. */
export const ASSETS: Readonly<Record<string, Asset>> = {
  'react.js': { file: inPackage('react', 'umd/react.production.min.js'), type: SCRIPT },
  'react-dom.js': { file: inPackage('react-dom', 'umd/react-dom.production.min.js'), type: SCRIPT },
  'graphiql.js': { file: inPackage('graphiql', 'graphiql.min.js'), type: SCRIPT },
  'graphiql.css': { file: inPackage('graphiql', 'graphiql.min.css'), type: 'text/css; charset=utf-8' },
};
