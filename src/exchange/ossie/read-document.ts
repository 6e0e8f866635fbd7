import { checkShape } from '../../definitions/check-shape.js';
import { readYaml } from '../../definitions/read-yaml.js';
import { SourceFile } from '../../definitions/source-file.js';
import { isNothing, type MapTree, plain, type Tree, textUnder } from '../../definitions/tree.js';
import type { Place, Problem } from '../../problems/problem.js';
import { errorsIn, ProblemError } from '../../problems/problem.js';
import { flatShape, type OssieModel, wrappedShape } from './document.js';

/** A file of somebody else's, by the name that people know it by. */
export interface OssieFile {
  readonly path: string;
  readonly text: string;
}

export interface OssieDocument {
  readonly models: readonly { readonly model: OssieModel; readonly place: string }[];
  /** Keys that the specification does not have. */
  readonly unknown: readonly { readonly message: string; readonly at: Place }[];
}

/** The releases, and what 0.2 is called while it is in the making. */
const READ = /^0\.1\.[01]$|^0\.2(\.0)?(\.dev\d+)?$/;

/**
 * Reads 0.1 and 0.2, both as JSON and as YAML, with the measures that definitions are read with: what nests or repeats
 * itself without measure is refused. @throws ProblemError with all that is wrong, each with its place
 */
export function readDocument({ path, text }: OssieFile): OssieDocument {
  const source = new SourceFile(path, isJson(text) ? text.replaceAll('\t', ' ') : text);
  const problems: Problem[] = [];
  const [tree, second] = readYaml(source, (problem) => problems.push(problem));
  const refuse = (offset: number, message: string, hint?: string): never => {
    throw new ProblemError([{ code: 'INVALID_DEFINITION', message, at: source.place(offset), hint }]);
  };
  if (errorsIn(problems).length > 0) throw new ProblemError(problems);
  if (tree?.kind !== 'map' || second !== undefined)
    return refuse(second?.start ?? 0, 'It is no document of Apache Ossie: one map of keys, with a version.');
  const version = textUnder(tree, 'version');
  if (version === undefined || !READ.test(version))
    return refuse(
      tree.entries.get('version')?.start ?? 0,
      version === undefined ? 'The document says no version.' : `The version "${version}" of Ossie is not read.`,
      'Versions 0.1.1 and 0.2 (0.2.0.dev0) are.',
    );
  const isWrapped = tree.entries.has('semantic_model');
  const known = withoutNulls(tree) as MapTree;
  const faults = checkShape(isWrapped ? wrappedShape : flatShape, known, 'The document', 0);
  const told = faults.flatMap(({ message, offset, hint }) =>
    message === undefined ? [] : [{ message, hint, at: source.place(offset) }],
  );
  // A key that nobody knows spoils nothing, unless another was meant by it
  if (faults.some(({ spoils }) => spoils !== undefined))
    throw new ProblemError(told.map((each) => ({ code: 'INVALID_DEFINITION', ...each })));
  const said = plain(known) as OssieModel & { semantic_model?: OssieModel[]; version?: string };
  const { version: _, semantic_model: models, ...only } = said;
  return {
    models: models?.map((model, at) => ({ model, place: `semantic_model[${at}].` })) ?? [{ model: only, place: '' }],
    unknown: told,
  };
}

/** Tabs between the words of JSON are as good as spaces; YAML would refuse some. Within texts JSON has none. */
function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Writers of JSON say null for what they do not say. */
function withoutNulls(tree: Tree): Tree {
  if (tree.kind === 'list') return { ...tree, items: tree.items.map(withoutNulls) };
  if (tree.kind === 'scalar') return tree;
  const entries = [...tree.entries].filter(([, { value }]) => !isNothing(value));
  return {
    ...tree,
    entries: new Map(entries.map(([key, entry]) => [key, { ...entry, value: withoutNulls(entry.value) }])),
  };
}
