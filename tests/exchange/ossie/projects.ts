import { parse } from 'yaml';
import type { OssieModel, OssieVersion } from '../../../src/exchange/ossie/document.js';
import type { ExportOptions } from '../../../src/exchange/ossie/export/datasets.js';
import { exportOssie, type OssieExport } from '../../../src/exchange/ossie/export/export-ossie.js';
import type { DefinitionFile } from '../../../src/exchange/print-files.js';
import type { Model } from '../../../src/model/model.js';
import { errorsIn } from '../../../src/problems/problem.js';
import { compileFound, readProject } from '../../../src/server/compile.js';

export interface Project {
  readonly model: Model;
  /** By their paths below the folder of definitions. */
  readonly files: readonly DefinitionFile[];
}

/** The definitions of a folder of this repository. */
export function projectOf(folder: string): Project {
  const found = readProject(folder, folder);
  const { model, problems } = compileFound(found);
  if (found.files.length === 0 || errorsIn(problems).length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return { model, files: found.files.map(({ path, text }) => ({ path: path.replace(/^\.\//, ''), text })) };
}

export const exported = (
  { model, files }: Project,
  version: OssieVersion,
  more: Partial<ExportOptions> = {},
): OssieExport => exportOssie(model, files, { version, name: 'trial', ...more });

/** A document as plain data. */
export const dataOf = (text: string): Record<string, unknown> => parse(text);

/** The one model of a document, whichever version it is of. */
export function modelIn(text: string): OssieModel {
  const document = dataOf(text) as { semantic_model?: OssieModel[] };
  return document.semantic_model?.[0] ?? (document as unknown as OssieModel);
}
