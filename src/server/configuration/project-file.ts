import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { type Place, type Problem, ProblemError } from '../../problems/problem.js';

export const PROJECT_FILE = 'grainline.yaml';

/** The values of a project file, and where each stands. */
export interface ProjectFile {
  readonly values: Record<string, unknown>;
  readonly placeOf: (path: readonly PropertyKey[]) => Place | undefined;
}

/**
 * @returns no values where the folder has no project file
 * @throws INVALID_CONFIGURATION with the places of what is not YAML
 */
export function readProjectFile(folder: string): ProjectFile {
  const file = join(folder, PROJECT_FILE);
  if (!existsSync(file)) return { values: {}, placeOf: () => undefined };
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems: Problem[] = document.errors.map((error) => ({
    code: 'INVALID_CONFIGURATION',
    at: place(error.pos[0]),
    message: error.message.split(' at line ')[0] ?? 'This is not YAML.',
  }));
  if (problems.length > 0) throw new ProblemError(problems);
  if (document.contents !== null && !isMap(document.contents))
    throw new ProblemError([
      { code: 'INVALID_CONFIGURATION', at: place(0), message: 'A project file is a map of settings.' },
    ]);
  return {
    values: (document.toJS({ maxAliasCount: 10 }) as Record<string, unknown> | null) ?? {},
    placeOf: (path) => {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : place(offset);
    },
  };
}

/** Of the deepest node on the path that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      | { readonly range?: readonly number[] | null }
      | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}
