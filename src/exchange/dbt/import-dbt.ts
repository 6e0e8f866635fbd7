import type { Draft } from '../draft.js';
import type { DefinitionFile } from '../print-files.js';
import { type Line, Report } from '../report.js';
import { settle } from '../settle.js';
import { Catalog } from './catalog.js';
import { hideOthers, importDataset, sourcesOf } from './datasets.js';
import { importLinks } from './links.js';
import { type Manifest, readManifest } from './manifest.js';
import { Metrics } from './metrics.js';
import { importSpine } from './spine.js';
import { importView } from './views.js';
import type { World } from './world.js';
import { type DbtProject, readProject } from './yaml/read-project.js';

/** A file of dbt's, by the name that people know it by. */
export interface DbtFile {
  readonly path: string;
  readonly text: string;
}

export interface DbtImport {
  /** They compile without a problem. */
  readonly files: readonly DefinitionFile[];
  readonly report: readonly Line[];
}

/**
 * dbt's semantic manifest as definitions. What cannot be said in them, or means something else, is left out and told.
 * @param catalog dbt's catalog.json, which knows the types of columns; without it they are guessed, and told as guesses
 * @throws INVALID_DEFINITION where a file is none of these
 */
export const importDbt = (manifest: DbtFile, catalog: DbtFile | undefined): DbtImport =>
  importManifest(readManifest(manifest.text, manifest.path), catalog, new Report());

/** The YAML of a dbt project, as the manifest that dbt would make of it. */
export function importDbtProject(project: DbtProject, catalog: DbtFile | undefined): DbtImport {
  const report = new Report();
  const { manifest, placeOf } = readProject(project, report);
  const imported = importManifest(manifest, catalog, report);
  return { ...imported, report: imported.report.map((line) => ({ ...line, place: placeOf(line.place) })) };
}

function importManifest(manifest: Manifest, catalogFile: DbtFile | undefined, report: Report): DbtImport {
  const catalog = catalogFile && new Catalog(catalogFile.text, catalogFile.path);
  const sources = sourcesOf(manifest, report);
  const datasets = new Map([...sources.values()].map(({ draft }) => [draft.dataset, draft]));
  const draft: Draft = { datasets, views: new Map(), spine: undefined, origins: new Map() };
  const world: World = { manifest, catalog, report, draft, sources };

  importSpine(world);
  for (const source of sources.values()) importDataset(world, source);
  for (const source of sources.values()) importLinks(world, source);
  const metrics = new Metrics(world);
  metrics.importAll();
  for (const [index, query] of (manifest.saved_queries ?? []).entries())
    importView(metrics, query, { what: `saved query "${query.name}"`, place: `saved_queries[${index}]` });
  for (const source of sources.values()) hideOthers(source);
  const files = settle(draft, report);
  return { files, report: report.lines };
}
