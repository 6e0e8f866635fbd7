import { readFileSync } from 'node:fs';
import { openDuckdb, openMemoryDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import { compileProject } from '../../src/server/compile.js';
import { type ByHand, openByHand } from '../builders/by-hand.js';
import { type Served, serve } from '../builders/serve.js';

/** The data that a case is about: the first word of its folder's name. */
export interface Project extends Served {
  readonly byHand: ByHand;
}

export type ProjectName = 'streaming' | 'tpch';

const TPCH = 'examples/tpch';
const STREAMING = 'tests/golden/data';
const text = (file: string): string => readFileSync(file, 'utf8');

export async function openProject(name: ProjectName): Promise<Project> {
  return name === 'tpch'
    ? open(
        TPCH,
        await openDuckdb({ data: [`${TPCH}/data`], threads: 1 }),
        await openByHand(text(`${TPCH}/views.sql`), { file_search_path: TPCH }),
      )
    : open(
        STREAMING,
        await openMemoryDuckdb((run) => run(text(`${STREAMING}/tables.sql`)), { threads: 1 }),
        await openByHand(text(`${STREAMING}/tables.sql`)),
      );
}

async function open(folder: string, engine: Engine, byHand: ByHand): Promise<Project> {
  const { model, problems } = compileProject(folder, `${folder}/metrics`);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  const served = await serve(model, engine);
  return {
    ask: served.ask,
    byHand,
    close: async () => {
      byHand.close();
      await served.close();
    },
  };
}
