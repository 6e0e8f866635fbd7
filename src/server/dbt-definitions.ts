import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { FoundFiles } from '../definitions/files.js';
import { catalogBeside, findManifest } from '../exchange/dbt/find-manifest.js';
import { type DbtFile, importDbt } from '../exchange/dbt/import-dbt.js';
import { readText } from '../exchange/read-text.js';
import { counted, type Line } from '../exchange/report.js';
import { type Problem, ProblemError } from '../problems/problem.js';

/**
 * What dbt has written as definition files that are nowhere but here, with one warning that counts what was not exact.
 * A manifest that is none is a problem, not an end.
 * @param dbt the manifest, or the folder of a dbt project or its target folder
 */
export function dbtDefinitions(project: string, dbt: string): FoundFiles {
  try {
    const manifest = findManifest(dbt);
    const catalog = catalogBeside(manifest);
    const read = (file: string): DbtFile => ({ path: relative(project, file), text: readText(file) });
    const { files, report } = importDbt(read(manifest), existsSync(catalog) ? read(catalog) : undefined);
    const shown = relative(project, manifest).replaceAll('\\', '/');
    return {
      files: files.map(({ path, text }) => ({ path: `${shown}/${path}`, text })),
      problems: notExact(report, shown),
    };
  } catch (error) {
    if (error instanceof ProblemError) return { files: [], problems: error.problems };
    throw error;
  }
}

function notExact(report: readonly Line[], manifest: string): readonly Problem[] {
  const { exact, difference, guess, loss } = counted(report);
  if (difference + guess + loss === 0) return [];
  return [
    {
      code: 'IMPORT_NOT_EXACT',
      severity: 'warning',
      message: `${manifest} is served as it is: ${exact} exact, ${difference} with differences, ${guess} guessed, ${loss} lost.`,
      hint: `grainline import dbt ${manifest} --out DIR tells of each.`,
    },
  ];
}

/** The files that are read of it, there or not. */
export function dbtFiles(dbt: string): readonly string[] {
  try {
    const manifest = findManifest(dbt);
    return [manifest, catalogBeside(manifest)];
  } catch {
    return [dbt];
  }
}
