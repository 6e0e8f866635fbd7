import type { Draft } from '../../draft.js';
import type { DefinitionFile } from '../../print-files.js';
import type { Report } from '../../report.js';
import { settle } from '../../settle.js';
import type { OssieDocument } from '../read-document.js';
import { importFields } from './fields.js';
import { hideOthers, importKey } from './keys.js';
import { Metrics } from './metrics.js';
import { importRelationships } from './relationships.js';
import { type Importing, type Source, sourcesOf } from './sources.js';
import { tellUnused } from './unused.js';
import { usesOf } from './uses.js';

/** What anybody's document says, as definitions that compile: fields as dimensions, relationships as links, metrics. */
export function importPlain({ models }: OssieDocument, report: Report): readonly DefinitionFile[] {
  const datasets = new Map<string, Source['draft']>();
  const draft: Draft = { datasets, views: new Map(), spine: undefined, origins: new Map() };
  const taken = new Set<string>();
  for (const { model, place } of models) {
    tellUnused(model, { what: `model "${model.name}"`, place: place.replace(/\.$/, '') || '.' }, report);
    const sources = sourcesOf(model, place, datasets, report);
    for (const source of sources.values()) datasets.set(source.draft.dataset, source.draft);
    const importing: Importing = { model, place, report, draft, sources, uses: usesOf(model) };
    for (const source of sources.values()) importFields(importing, source);
    for (const source of sources.values()) importKey(importing, source);
    const metrics = new Metrics(importing, importRelationships(importing), taken);
    metrics.declareBareColumns();
    metrics.importAll();
    for (const source of sources.values()) hideOthers(source);
  }
  return settle(draft, report);
}
