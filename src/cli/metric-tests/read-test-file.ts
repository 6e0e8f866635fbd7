import type { DefinitionText } from '../../definitions/read-definitions.js';
import { readYaml } from '../../definitions/read-yaml.js';
import { Reading } from '../../definitions/reading.js';
import { SourceFile } from '../../definitions/source-file.js';
import { get, isNothing, type MapTree, type Tree, textUnder, without } from '../../definitions/tree.js';
import { byPlace } from '../../problems/by-place.js';
import { CODES } from '../../problems/codes.js';
import { didYouMean } from '../../problems/did-you-mean.js';
import type { Place, Problem } from '../../problems/problem.js';
import { type Asked, readAsked } from './asked.js';
import { type GivenRows, typeRows } from './given-rows.js';
import { testFileShape, testShape } from './test-shape.js';
import type { TestTables } from './test-tables.js';
import { readRows, type WrittenRows } from './written-rows.js';

/** A test that can be run. */
export interface MetricTest {
  readonly name: string;
  readonly at: Place;
  /** By table. */
  readonly given: ReadonlyMap<string, GivenRows>;
  readonly asked: Asked;
  readonly expected: Expected;
}

export type Expected =
  | { readonly kind: 'rows'; readonly rows: WrittenRows }
  | { readonly kind: 'refused'; readonly code: string };

export interface TestFile {
  readonly path: string;
  readonly tests: readonly MetricTest[];
  /** By place; a test with problems is left out alone. */
  readonly problems: readonly Problem[];
}

export function readTestFile({ path, text }: DefinitionText, tables: TestTables): TestFile {
  const reading = new Reading(new SourceFile(path, text));
  const tests = readYaml(reading.source, reading.report).flatMap((tree) => readDocument(reading, tree, tables));
  return { path, tests, problems: reading.problems.sort(byPlace) };
}

const TESTS = new Set(['tests']);
const headShape = testFileShape.omit({ tests: true });

function readDocument(reading: Reading, tree: Tree, tables: TestTables): MetricTest[] {
  const tests = get(tree, 'tests');
  if (tree.kind !== 'map' || tests?.kind !== 'list') {
    const hint = 'Write tests: and below it a list of {name, given, ask, expect}.';
    reading.refuse('INVALID_DEFINITION', (tests ?? tree).start, 'A file of metric tests needs a list "tests".', hint);
    return [];
  }
  const shared = reading.whole(() => readShared(reading, without(tree, TESTS), tables));
  if (shared === undefined) return []; // without the rows that all share, each would fail for another reason
  return tests.items.flatMap((item) => reading.whole(() => readTest(reading, item, shared)) ?? []);
}

/** What the file says for all of its tests. */
interface Shared {
  readonly tables: TestTables;
  readonly given: ReadonlyMap<string, GivenRows>;
  readonly now: string | undefined;
  readonly names: Set<string>;
}

function readShared(reading: Reading, head: MapTree, tables: TestTables): Shared | undefined {
  if (reading.check(headShape, head, 'The file', head.start).size > 0) return undefined;
  return { tables, given: readGiven(reading, head, tables), now: readNow(head), names: new Set() };
}

function readTest(reading: Reading, tree: Tree, { tables, given, now, names }: Shared): MetricTest | undefined {
  const name = textUnder(tree, 'name');
  if (reading.check(testShape, tree, name ? `Test "${name}"` : 'A test', tree.start).size > 0) return undefined;
  if (name === undefined || tree.kind !== 'map') return undefined;
  if (names.has(name)) {
    const at = get(tree, 'name')?.start ?? tree.start;
    return reading.refuse('DUPLICATE_NAME', at, `Two tests of the file are named "${name}".`);
  }
  names.add(name);
  const expected = readExpected(reading, tree, name);
  const own = readGiven(reading, tree, tables);
  const asked = readAsked(reading, get(tree, 'ask') as MapTree, readNow(tree) ?? now);
  return expected && { name, at: reading.place(tree.start), given: new Map([...given, ...own]), asked, expected };
}

/** A day is its first moment in UTC. */
function readNow(tree: MapTree): string | undefined {
  const now = textUnder(tree, 'now');
  return now !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(now) ? `${now}T00:00:00Z` : now;
}

function readGiven(reading: Reading, tree: MapTree, tables: TestTables): ReadonlyMap<string, GivenRows> {
  const given = new Map<string, GivenRows>();
  for (const { key, start, value } of reading.entries(tree, 'given', 'The test')) {
    const table = tables.find(key);
    if ('message' in table) {
      reading.refuse(table.code, start, table.message, table.hint);
      continue;
    }
    if (given.has(table.name))
      reading.refuse('DUPLICATE_NAME', start, `Rows of the table "${table.name}" are given twice.`);
    const written = readRows(reading, value);
    const rows = written && typeRows(table, written, reading.report);
    if (rows) given.set(table.name, rows);
  }
  return given;
}

function readExpected(reading: Reading, tree: MapTree, name: string): Expected | undefined {
  const [rows, refused] = [get(tree, 'expect'), get(tree, 'refused')];
  if (rows === undefined ? refused === undefined : refused !== undefined) {
    const hint = 'Rows, or the code of the problem with which the question is refused.';
    return reading.refuse(
      'INVALID_DEFINITION',
      tree.start,
      `Test "${name}" needs one of "expect" and "refused".`,
      hint,
    );
  }
  if (refused?.kind === 'scalar' && !isNothing(refused)) {
    if (Object.hasOwn(CODES, refused.text)) return { kind: 'refused', code: refused.text };
    const hint = didYouMean(refused.text, Object.keys(CODES)) ?? 'docs/problems.md has them all.';
    return reading.refuse('INVALID_VALUE', refused.start, `There is no problem "${refused.text}".`, hint);
  }
  const read = rows && readRows(reading, rows);
  return read && { kind: 'rows', rows: read };
}
