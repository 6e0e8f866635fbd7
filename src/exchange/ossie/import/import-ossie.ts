import { type Problem, ProblemError, refuse } from '../../../problems/problem.js';
import type { DefinitionFile } from '../../print-files.js';
import { type Line, Report } from '../../report.js';
import { problemsOf } from '../../settle.js';
import { type Carried, carriedIn, isOurs } from '../extension.js';
import { changesSince, fingerprintsOf } from '../fingerprints.js';
import { type OssieDocument, type OssieFile, readDocument } from '../read-document.js';
import { importPlain } from './import-plain.js';
import { tellUnused } from './unused.js';

export interface OssieImport {
  /** They compile without a problem. */
  readonly files: readonly DefinitionFile[];
  readonly report: readonly Line[];
}

/** Where both are there and differ: what anybody can read, or the definitions as they were exported. */
export const PREFERENCES = ['plain', 'definitions'] as const;
export type Preference = (typeof PREFERENCES)[number];

const MOST_TOLD = 10;

/**
 * A document of Ossie as definitions. Those that a document of ours carries are taken whole, unless somebody has changed
 * the plain part since: then it has to be said which of them counts.
 * @throws ProblemError where it is no document, or where both parts are there and differ
 */
export function importOssie(file: OssieFile, prefer: Preference | undefined): OssieImport {
  const document = readDocument(file);
  const report = new Report();
  for (const { message, at } of document.unknown)
    report.loss({ what: 'unknown key', place: `${at.file}:${at.line}` }, message);
  const carried = carriedBy(document, file, prefer, report);
  const files = carried ? restore(carried, document, report) : importPlain(document, report);
  return { files, report: report.lines };
}

/** The definitions to take whole, or nothing where the plain part counts. */
function carriedBy(
  { models }: OssieDocument,
  { path }: OssieFile,
  prefer: Preference | undefined,
  report: Report,
): Carried | undefined {
  const ours = models.flatMap(({ model, place }) =>
    (model.custom_extensions ?? []).filter(isOurs).map((extension) => ({ model, place, extension })),
  );
  const [only, other] = ours;
  const stop = (problem: Pick<Problem, 'message' | 'hint'>): undefined => {
    if (prefer === 'plain') return report.loss({ what: 'extension', place: path }, problem.message);
    return refuse({ code: 'INVALID_DEFINITION', at: { file: path, line: 1, column: 1 }, ...problem });
  };
  if (only === undefined) return undefined;
  if (other !== undefined || models.length > 1)
    return stop({
      message: 'The extension of Grainline stands in a document of several models, and holds the definitions of one.',
      hint: 'Import it alone, or say --prefer plain.',
    });
  const carried = carriedIn(only.extension);
  if ('message' in carried) return stop(carried);
  const changes = changesSince(carried.plain, fingerprintsOf(only.model));
  if (changes.length === 0 && prefer !== 'plain') return carried;
  const told = changes.length === 0 ? '' : `since it was exported, ${listOf(changes)}`;
  if (prefer === 'plain')
    return report.loss(
      { what: 'extension', place: path },
      `The definitions in it are not taken, and with them goes what the plain part cannot say${told && `: ${told}`}.`,
    );
  if (prefer === undefined)
    return stop({
      message: `The plain part is not what the definitions in the extension say: ${told}.`,
      hint: '--prefer plain takes the plain part alone, --prefer definitions what was exported, without the changes.',
    });
  for (const change of changes)
    report.loss({ what: 'plain part', place: path }, `Not taken, as the definitions are preferred: ${change}.`);
  return carried;
}

const listOf = (changes: readonly string[]): string =>
  changes.length > MOST_TOLD
    ? `${changes.slice(0, MOST_TOLD).join(', ')} and ${changes.length - MOST_TOLD} more`
    : changes.join(', ');

/** The very files that were exported, if they compile here. */
function restore({ files }: Carried, { models }: OssieDocument, report: Report): readonly DefinitionFile[] {
  const errors = problemsOf(files).filter(({ severity }) => severity !== 'warning');
  if (errors.length > 0)
    // Their places are in files that are not written yet
    throw new ProblemError(
      errors.map(({ at, ...problem }) => ({
        ...problem,
        message: `In the extension, ${at ? `${at.file}:${at.line}:${at.column}` : 'somewhere'}: ${problem.message}`,
      })),
    );
  for (const { model, place } of models) {
    const origin = { what: `model "${model.name}"`, place: place.replace(/\.$/, '') || '.' };
    tellUnused({ custom_extensions: model.custom_extensions }, origin, report);
    report.add('exact', origin, 'Its definitions, as they were exported.');
  }
  return files;
}
