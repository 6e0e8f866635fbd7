import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { compileModel } from '../../src/model/compile-model.js';
import type { Model } from '../../src/model/model.js';
import { byPlace } from '../../src/problems/by-place.js';
import { errorsIn, type Place, type Problem } from '../../src/problems/problem.js';

export interface Compiled {
  readonly model: Model;
  readonly problems: readonly Problem[];
  /** Where the texts have a `»`, by file and place. */
  readonly marks: readonly Place[];
}

/** Old names and what is deprecated end on days; this one is the present. */
export const TODAY = '2026-06-01';

/** Compiles definition texts, named metrics/1.yaml and on. A `»` marks the word that is wrong, and is taken out. */
export function compile(...texts: readonly string[]): Compiled {
  const files = texts.map((text, index) => ({
    path: `metrics/${index + 1}.yaml`,
    ...unmark(text, `metrics/${index + 1}.yaml`),
  }));
  const read = readDefinitions(files);
  const { model, problems } = compileModel(read.definitions, { today: TODAY });
  return { model, problems: [...read.problems, ...problems].sort(byPlace), marks: files.flatMap(({ marks }) => marks) };
}

/** A model without a problem; warnings are allowed. */
export function modelOf(...texts: readonly string[]): Model {
  const { model, problems } = compile(...texts);
  if (errorsIn(problems).length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return model;
}

function unmark(marked: string, file: string): { readonly text: string; readonly marks: readonly Place[] } {
  const marks: Place[] = [];
  const lines = marked.split('\n').map((line, index) => {
    const [first = '', ...parts] = line.split('»');
    let text = first;
    for (const part of parts) {
      marks.push({ file, line: index + 1, column: text.length + 1 });
      text += part;
    }
    return text;
  });
  return { text: lines.join('\n'), marks };
}
