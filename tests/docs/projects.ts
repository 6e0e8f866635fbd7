import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { readSampleCard } from '../../src/sample/sample-card.js';
import { compileProject } from '../../src/server/compile.js';
import { type Served, serve } from '../builders/serve.js';

/** Pages with questions, and the project that answers them. */
export const PAGES: Readonly<Record<string, ProjectFolder>> = {
  'docs/graphql.md': 'examples/tpch',
  'examples/tpch/README.md': 'examples/tpch',
  'README.md': '.',
};

export type ProjectFolder = 'examples/tpch' | '.';

const DATA: Readonly<Record<ProjectFolder, string>> = { 'examples/tpch': 'examples/tpch/data', '.': '.data' };

/** The sample is there once `npm start` has made it, in full; TPC-H always. */
export const hasData = async (folder: ProjectFolder): Promise<boolean> =>
  folder === 'examples/tpch' || (await readSampleCard(DATA[folder])) !== undefined;

export async function openProject(folder: ProjectFolder): Promise<Served> {
  const { model, problems } = compileProject(folder, `${folder}/metrics`);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return serve(model, await openDuckdb({ data: [DATA[folder]], threads: 1 }));
}
