import { byPlace } from '../problems/by-place.js';
import { didYouMean } from '../problems/did-you-mean.js';
import type { Problem } from '../problems/problem.js';
import { readCalendars } from './calendar.js';
import { readDataset } from './dataset.js';
import type {
  CalendarDefinition,
  DatasetDefinition,
  Definitions,
  SpineDefinition,
  ViewDefinition,
} from './definitions.js';
import { readYaml } from './read-yaml.js';
import { Reading } from './reading.js';
import { SourceFile } from './source-file.js';
import { readSpine } from './spine.js';
import { type Tree, without } from './tree.js';
import { readView } from './view.js';

export interface DefinitionText {
  /** Relative to the project folder, with forward slashes: `metrics/revenue.yaml`. */
  readonly path: string;
  readonly text: string;
}

export interface ReadDefinitions {
  readonly definitions: Definitions;
  /** By file and place; what is wrong with one thing keeps no other from being read. */
  readonly problems: readonly Problem[];
}

interface Found {
  readonly datasets: DatasetDefinition[];
  readonly views: ViewDefinition[];
  readonly spines: SpineDefinition[];
  readonly calendars: CalendarDefinition[];
}

/** Reads all files, each as far as it goes. Names are not looked up yet: that is the model's work. */
export const readDefinitions = (files: readonly DefinitionText[]): ReadDefinitions => together(files.map(readFile));

/** Reads as `readDefinitions` does, and a file that says what it said the time before gives the very same definitions. */
export function keepingReader(): typeof readDefinitions {
  let kept = new Map<string, { readonly text: string; readonly read: ReadDefinitions }>();
  return (files) => {
    const now = files.map(({ path, text }) => {
      const before = kept.get(path);
      return before?.text === text ? before : { text, read: readFile({ path, text }) };
    });
    kept = new Map(now.map((each, at) => [files[at]?.path ?? '', each]));
    return together(now.map(({ read }) => read));
  };
}

function readFile({ path, text }: DefinitionText): ReadDefinitions {
  const definitions: Found = { datasets: [], views: [], spines: [], calendars: [] };
  const reading = new Reading(new SourceFile(path, text));
  for (const tree of readYaml(reading.source, reading.report)) readDocument(reading, tree, definitions);
  return { definitions, problems: reading.problems.sort(byPlace) };
}

const together = (files: readonly ReadDefinitions[]): ReadDefinitions => ({
  definitions: {
    datasets: files.flatMap(({ definitions }) => definitions.datasets),
    views: files.flatMap(({ definitions }) => definitions.views),
    spines: files.flatMap(({ definitions }) => definitions.spines),
    calendars: files.flatMap(({ definitions }) => definitions.calendars),
  },
  problems: files.flatMap(({ problems }) => problems),
});

const KINDS = ['dataset', 'view', 'spine', 'calendar'] as const;

function readDocument(reading: Reading, tree: Tree, into: Found): void {
  const [kind, second] = tree.kind === 'map' ? KINDS.filter((key) => tree.entries.has(key)) : [];
  if (tree.kind !== 'map' || kind === undefined) {
    notADefinition(reading, tree);
    return;
  }
  if (second !== undefined) {
    const at = tree.entries.get(second)?.start ?? tree.start;
    reading.refuse(
      'INVALID_DEFINITION',
      at,
      `A document is one definition, not "${kind}" and "${second}".`,
      'Part them by a line with ---.',
    );
  }
  const add = <T>(list: T[], made: T | undefined): void => {
    if (made !== undefined) list.push(made);
  };
  const only = second === undefined ? tree : without(tree, new Set([second]));
  if (kind === 'dataset') add(into.datasets, readDataset(reading, only));
  else if (kind === 'view') add(into.views, readView(reading, only));
  else if (kind === 'spine') add(into.spines, readSpine(reading, only));
  else into.calendars.push(...readCalendars(reading, only));
}

function notADefinition(reading: Reading, tree: Tree): void {
  const message = 'A document must be a dataset, a view, a spine or a calendar.';
  const keys = tree.kind === 'map' ? [...tree.entries.values()] : [];
  const near = keys.find((entry) => didYouMean(entry.key, KINDS) !== undefined);
  const hint = near ? didYouMean(near.key, KINDS) : 'It begins with dataset:, view:, spine: or calendar:.';
  reading.refuse('INVALID_DEFINITION', near?.start ?? tree.start, message, hint);
}
