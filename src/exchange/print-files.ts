import { Document, isCollection, isMap, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import { type DatasetDraft, type Draft, fileOf, SPINE_FILE, viewFileOf } from './draft.js';

export interface DefinitionFile {
  /** Below the folder of definitions. */
  readonly path: string;
  readonly text: string;
}

/** A file for each dataset, view and the spine, laid out as people write them. */
export function printFiles({ datasets, views, spine }: Draft): readonly DefinitionFile[] {
  return [
    ...(spine ? [{ path: SPINE_FILE, text: print({ spine }) }] : []),
    ...[...datasets.values()].map((draft) => ({ path: fileOf(draft.dataset), text: print(keysOf(draft)) })),
    ...[...views.values()].map(({ dimensions, ...view }) => ({
      path: viewFileOf(view.view),
      text: print({ ...view, ...(Object.keys(dimensions).length > 0 && { dimensions }) }),
    })),
  ];
}

function keysOf({ dataset, head, columns, key, time, links, dimensions, metrics }: DatasetDraft): object {
  // A dimension that is its column needs no line
  const said = new Map([...dimensions].filter(([, keys]) => Object.keys(keys).length > 0));
  const held = Object.entries({ links, dimensions: said, metrics }).filter(([, entries]) => entries.size > 0);
  return {
    dataset,
    ...head,
    columns: Object.fromEntries(columns),
    ...(key.length > 0 && { key }),
    ...(time !== undefined && { time }),
    ...Object.fromEntries(held.map(([name, entries]) => [name, Object.fromEntries(entries)])),
  };
}

const WIDTH = 118;

/** Holders and their entries go down the page; what stands in one entry goes on one line where it fits. */
function print(keys: object): string {
  const document = new Document(keys);
  for (const { key, value } of (document.contents as unknown as YAMLMap).items as Pair<ParsedNode, ParsedNode>[]) {
    if (!isCollection(value)) continue;
    if (isMap(value) && value.items.length > 0 && String(key) !== 'spine')
      for (const entry of value.items) asOneLine(entry as Pair, 2);
    else if (!isMap(value)) value.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function asOneLine({ key, value }: Pair, indent: number): void {
  if (!isCollection(value)) return;
  const width = indent + String(key).length + 2 + JSON.stringify(value.toJSON()).length;
  value.flow = width <= WIDTH;
  if (!value.flow) for (const item of value.items) if (isMap(value)) asOneLine(item as Pair, indent + 2);
}
