import { isMap, isScalar, type Pair, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml';
import type { DefinitionText } from '../definitions/read-definitions.js';
import type { Metric, Model } from '../model/model.js';
import { errorsIn, type Place, type Problem, ProblemError, refuse } from '../problems/problem.js';
import { appendPair } from './append-pair.js';
import { type Edit, edited } from './edits.js';

export interface Renaming {
  readonly from: string;
  readonly to: string;
  /** The last day on which the old name works; null: for good. */
  readonly until: string | null;
}

export interface Compiled {
  readonly model: Model;
  readonly problems: readonly Problem[];
}
export type Compile = (files: readonly DefinitionText[]) => Compiled;

export interface Renamed {
  /** Those that are another, with their new text. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  /** Where other definitions named the metric. */
  readonly references: number;
}

/**
 * A metric under another name, its old one kept as an alias; comments and layout stay. The compiler itself says where the
 * old name is still used: once the definition has the new one, each use of the alias is a warning with its place.
 * @throws ProblemError where the outcome would not compile, or would mean something else
 */
export function renameMetric(
  files: readonly DefinitionText[],
  { from, to, until }: Renaming,
  compile: Compile,
): Renamed {
  const { model: before } = compile(files);
  const metric = before.metrics.get(from) ?? refuse(unknown(before, from));
  const taken = before.metrics.get(to) ?? before.metrics.get(before.aliases.get(to) ?? '');
  if (taken !== undefined) refuse(duplicate(to, taken));
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const source = texts.get(metric.at.file) ?? '';
  texts.set(metric.at.file, edited(source, redefine(source, metric.at, { from, to, until })));
  const defined = compile(filesOf(texts));
  refuseErrors(defined.problems);

  const references = defined.problems.filter(
    ({ code, message }) => code === 'ALIAS_USED' && message.startsWith(`"${from}" `),
  );
  for (const [path, places] of groupByFile(references)) {
    const text = texts.get(path) ?? '';
    texts.set(
      path,
      edited(
        text,
        places.map((at) => replaceName(text, at, from, to)),
      ),
    );
  }
  const after = compile(filesOf(texts));
  refuseErrors(after.problems);
  if (meaning(defined.model, from, to) !== meaning(after.model, from, to))
    refuse({
      code: 'NAME_CLASH',
      message: `Somewhere "${to}" is the name of something else already, and expressions would mean that.`,
      hint: 'Look for it among the inputs: of metrics that use it, or choose another name.',
    });
  return {
    files: files.flatMap(({ path, text }) => {
      const now = texts.get(path) ?? text;
      return now === text ? [] : [{ path, before: text, after: now }];
    }),
    references: references.length,
  };
}

const filesOf = (texts: ReadonlyMap<string, string>): DefinitionText[] =>
  [...texts].map(([path, text]) => ({ path, text }));

function refuseErrors(problems: readonly Problem[]): void {
  const errors = errorsIn(problems);
  if (errors.length > 0) throw new ProblemError(errors);
}

function unknown({ aliases }: Model, name: string): Problem {
  const today = aliases.get(name);
  return {
    code: 'UNKNOWN_METRIC',
    message: today === undefined ? `There is no metric "${name}".` : `"${name}" is called "${today}" now.`,
  };
}

function duplicate(name: string, { name: today, at }: Metric): Problem {
  return {
    code: 'DUPLICATE_NAME',
    message: name === today ? `There is a metric "${name}" already.` : `"${today}" was called "${name}" before.`,
    hint: `It is at ${at.file}:${at.line}:${at.column}.`,
  };
}

/** The new name in place of the old one, and an alias. */
function redefine(text: string, at: Place, { from, to, until }: Renaming): readonly Edit[] {
  const offset = offsetOf(text, at);
  const pair = pairAt(text, offset);
  const metric = pair?.value;
  if (!isMap(metric)) return byHand(at, `"${from}" is not written as a map of its own.`);
  const aliases = metric.items.find(({ key }) => isScalar(key) && key.value === 'aliases')?.value;
  const alias = `${from}: ${until ?? 'null'}`;
  const added = isMap(aliases)
    ? appendPair(text, aliases as YAMLMap, alias)
    : appendPair(text, metric as YAMLMap, `aliases: {${alias}}`);
  return [replaceName(text, at, from, to), added ?? byHand(at, `The aliases of "${from}" are not written as a map.`)];
}

function pairAt(text: string, offset: number): Pair | undefined {
  for (const document of parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, uniqueKeys: false })) {
    const metrics = 'get' in document && isMap(document.contents) ? document.get('metrics', true) : undefined;
    const found = isMap(metrics)
      ? metrics.items.find(({ key }) => isScalar(key) && (key as Scalar).range?.[0] === offset)
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name at that place, which may stand in quotes. */
function replaceName(text: string, at: Place, from: string, to: string): Edit {
  const start = offsetOf(text, at);
  const name = /["']/.test(text[start] ?? '') ? start + 1 : start;
  const isName = text.startsWith(from, name) && !/\w/.test(text[name + from.length] ?? '');
  return isName
    ? { at: name, length: from.length, text: to }
    : byHand(at, `"${from}" is used in this text, and not at its start.`);
}

const byHand = (at: Place, message: string): never =>
  refuse({ code: 'INVALID_DEFINITION', at, message, hint: 'Write it another way, or rename it there by hand.' });

function offsetOf(text: string, { line, column }: Place): number {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  let at = start;
  for (let passed = 1; passed < line; passed++) at = text.indexOf('\n', at) + 1;
  return at + column - 1;
}

function groupByFile(problems: readonly Problem[]): ReadonlyMap<string, readonly Place[]> {
  const places = problems.flatMap(({ at }) => at ?? []);
  return new Map(places.map(({ file }) => [file, places.filter((each) => each.file === file)]));
}

/** All that the model says but places, with one name for both. */
const meaning = (model: Model, from: string, to: string): string =>
  JSON.stringify(model, (key, value: unknown) =>
    key === 'at' ? undefined : value instanceof Map ? [...value] : value === from ? to : value,
  );
