import type { DefinitionText } from '../../definitions/read-definitions.js';
import { readYaml } from '../../definitions/read-yaml.js';
import { fileOffset } from '../../definitions/scalar-offsets.js';
import { SourceFile } from '../../definitions/source-file.js';
import { get, type ScalarTree, type Tree } from '../../definitions/tree.js';
import { type Edit, edited } from '../../editing/edits.js';
import { parseExpression } from '../../expressions/parser.js';
import type { Syntax } from '../../expressions/syntax.js';
import { childrenOf } from '../../expressions/syntax-depth.js';

/**
 * A file of metric tests in which a metric has its new name: where it is asked, tested and ordered by, and among the
 * columns that are expected. Comments and layout stay; tables stay aligned where there is room.
 */
export function renameInTests(
  { path, text }: DefinitionText,
  from: string,
  to: string,
): { readonly after: string; readonly references: number } {
  const source = new SourceFile(path, text);
  const edits = readYaml(source, () => {}).flatMap((tree) => {
    const tests = get(tree, 'tests');
    const offsets = tests?.kind === 'list' ? tests.items.flatMap((test) => placesIn(test, source.text, from)) : [];
    return offsets.flatMap((offset) => replaced(source.text, offset, from, to));
  });
  const mark = text.slice(0, text.length - source.text.length);
  return { after: mark + edited(source.text, edits), references: edits.length };
}

/** Offsets in the file at which the name begins. */
function placesIn(test: Tree, file: string, from: string): readonly number[] {
  const ask = get(test, 'ask');
  const texts = (key: string): readonly ScalarTree[] => scalarsOf(get(ask, key));
  const inText = (scalar: ScalarTree, offset: number): number => fileOffset(file, scalar, offset);
  const asked = texts('metrics').filter(({ text }) => text === from);
  const isGroup = texts('by').some(({ text }) => /^[^=:]+/.exec(text)?.[0] === from);
  const isColumn = (name: string): boolean =>
    asked.length > 0 && !isGroup && (name === from || name === `${PREVIOUS}${from}`);
  const lengthBefore = (name: string): number => name.length - from.length;
  return [
    ...asked.map((scalar) => inText(scalar, 0)),
    ...texts('having').flatMap((scalar) => namesIn(scalar, from, true).map((offset) => inText(scalar, offset))),
    ...texts('where').flatMap((scalar) => namesIn(scalar, from, false).map((offset) => inText(scalar, offset))),
    ...texts('top').flatMap((scalar) => {
      const [count = '', by] = scalar.text.split(':');
      return by === from ? [inText(scalar, count.length + 1)] : [];
    }),
    ...texts('order').flatMap((scalar) => {
      const [by = ''] = scalar.text.split(':');
      return isColumn(by) ? [inText(scalar, lengthBefore(by))] : [];
    }),
    ...columnsOf(get(test, 'expect'), file).flatMap(({ name, offset }) =>
      isColumn(name) ? [offset + lengthBefore(name)] : [],
    ),
  ];
}

/** What the column of a comparison is called after its metric. */
const PREVIOUS = 'previous_';

const scalarsOf = (tree: Tree | undefined): readonly ScalarTree[] =>
  tree?.kind === 'list' ? tree.items.flatMap(scalarsOf) : tree?.kind === 'scalar' ? [tree] : [];

/** Where a condition names the metric: anywhere in one on groups, else as what METRIC(…) begins with. */
function namesIn({ text }: ScalarTree, from: string, isOfGroups: boolean): readonly number[] {
  const parsed = parseExpression(text);
  const visit = (node: Syntax, isMetric: boolean): readonly number[] => {
    if (node.kind === 'name') return isMetric && node.path.join('.') === from ? [node.start] : [];
    const isCall = node.kind === 'call' && node.name === 'metric';
    return childrenOf(node).flatMap((child, at) => visit(child, isCall ? at === 0 : isOfGroups));
  };
  return 'syntax' in parsed ? visit(parsed.syntax, isOfGroups) : [];
}

/** Columns of rows that are expected: keys of maps, or the first line of a table. */
function columnsOf(
  expected: Tree | undefined,
  file: string,
): readonly { readonly name: string; readonly offset: number }[] {
  if (expected?.kind === 'list')
    return expected.items.flatMap((item) =>
      item.kind === 'map'
        ? [...item.entries.values()].map(({ key, start }) => ({
            name: key,
            offset: /["']/.test(file[start] ?? '') ? start + 1 : start,
          }))
        : [],
    );
  if (expected?.kind !== 'scalar') return [];
  const start = /^\s*/.exec(expected.text)?.[0].length ?? 0;
  const [head = ''] = expected.text.slice(start).split('\n');
  return [...head.matchAll(/[^|\s]+/g)].map(({ 0: name, index }) => ({
    name,
    offset: fileOffset(file, expected, start + index),
  }));
}

/** The other name; a cell of a table takes from the blanks behind it, or leaves some, so that the next one stays in line. */
function replaced(file: string, at: number, from: string, to: string): readonly Edit[] {
  if (!file.startsWith(from, at) || /\w/.test(file[at + from.length] ?? '')) return [];
  const blanks = /^( *) \|/.exec(file.slice(at + from.length))?.[1]?.length;
  if (blanks === undefined) return [{ at, length: from.length, text: to }];
  const longer = to.length - from.length;
  const eaten = Math.min(blanks, Math.max(0, longer));
  return [{ at, length: from.length + eaten, text: to + ' '.repeat(Math.max(0, -longer)) }];
}
