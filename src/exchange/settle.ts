import { isMap, LineCounter, parseDocument } from 'yaml';
import { readDefinitions } from '../definitions/read-definitions.js';
import { compileModel } from '../model/compile-model.js';
import type { Place, Problem } from '../problems/problem.js';
import { errorsIn } from '../problems/problem.js';
import { checkGraphqlNames } from '../schema/names.js';
import { type Draft, fileOf, SPINE_FILE, viewFileOf } from './draft.js';
import { type DefinitionFile, printFiles } from './print-files.js';
import type { Report } from './report.js';

/**
 * Compiles the definitions as the server would, and takes out what has a problem, until none has: each is a loss in the
 * words of the compiler.
 */
export function settle(draft: Draft, report: Report): readonly DefinitionFile[] {
  for (let before = ''; ; ) {
    const files = printFiles(draft);
    const now = JSON.stringify(files);
    if (now === before) throw new Error(`Nothing could be taken out: ${report.lines.at(-1)?.message}`);
    before = now;
    const problems = problemsOf(files);
    const errors = errorsIn(problems);
    if (errors.length === 0) {
      for (const problem of problems) warn(draft, files, problem, report);
      return files;
    }
    for (const path of new Set(errors.map((problem) => refuse(draft, files, problem, report)))) remove(draft, path);
  }
}

export function problemsOf(files: readonly DefinitionFile[]): readonly Problem[] {
  const read = readDefinitions(files);
  const { model, problems } = compileModel(read.definitions);
  return [...read.problems, ...problems, ...checkGraphqlNames(model)];
}

/** The entry that a problem is about, as `orders.yaml metrics revenue`, or its file. */
function entryAt(files: readonly DefinitionFile[], { file, line, column }: Place): string {
  const text = files.find(({ path }) => path === file)?.text ?? '';
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  const offset = (lines.lineStarts[line - 1] ?? 0) + column - 1;
  const keys: string[] = [];
  for (let node: unknown = contents; isMap(node) && keys.length < 2; ) {
    const pairs: readonly { key: unknown; value: unknown }[] = node.items;
    const pair = pairs.findLast(
      ({ key }) => ((key as { range?: number[] }).range?.[0] ?? Number.POSITIVE_INFINITY) <= offset,
    );
    if (pair === undefined) break;
    keys.push(String(pair.key));
    node = pair.value;
  }
  const [holder] = keys;
  return holder !== undefined && HOLDERS.has(holder) && keys.length === 2
    ? `${file} ${keys.join(' ')}`
    : holder === 'key' || holder === 'time'
      ? `${file} ${holder}`
      : file;
}

const HOLDERS = new Set(['columns', 'links', 'dimensions', 'metrics']);

const originOf = ({ origins }: Draft, path: string) =>
  origins.get(path) ?? origins.get(path.split(' ')[0] ?? '') ?? { what: path, place: '' };

function refuse(
  draft: Draft,
  files: readonly DefinitionFile[],
  { code, at, message, hint }: Problem,
  report: Report,
): string {
  if (at === undefined) throw new Error(`A problem without a place: ${message}`);
  const path = entryAt(files, at);
  const origin = originOf(draft, path);
  report.withdraw(origin);
  report.loss(origin, [`Left out: ${message}`, hint].filter(Boolean).join(' '), code);
  return path;
}

function warn(draft: Draft, files: readonly DefinitionFile[], { at, message }: Problem, report: Report): void {
  if (at !== undefined) report.add('difference', originOf(draft, entryAt(files, at)), message);
}

function remove(draft: Draft, path: string): void {
  const [file = '', holder, entry = ''] = path.split(' ');
  if (file === SPINE_FILE) draft.spine = undefined;
  for (const view of [...draft.views.keys()]) if (viewFileOf(view) === file) draft.views.delete(view);
  for (const [name, dataset] of draft.datasets) {
    if (fileOf(name) !== file) continue;
    if (holder === 'key') dataset.key = [];
    else if (holder === 'time') dataset.time = undefined;
    else if (holder === 'columns') dataset.columns.delete(entry);
    else if (holder === 'links') dataset.links.delete(entry);
    else if (holder === 'dimensions') dataset.dimensions.delete(entry);
    else if (holder === 'metrics') dataset.metrics.delete(entry);
    else (draft.datasets as Map<string, unknown>).delete(name);
  }
}
