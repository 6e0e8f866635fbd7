import type { z } from 'zod';
import { parseExpression } from '../expressions/parser.js';
import { parseSelect } from '../expressions/select-parser.js';
import type { Syntax } from '../expressions/syntax.js';
import type { Located, Place, Problem } from '../problems/problem.js';
import { checkShape, commaHint } from './check-shape.js';
import type { ExpressionText, SelectText } from './definitions.js';
import { COLUMN_NAME, MOST_NAME_CHARACTERS, NAME, snakeCase } from './names.js';
import { fileOffset } from './scalar-offsets.js';
import type { SourceFile } from './source-file.js';
import { type Entry, get, isNothing, type MapTree, type ScalarTree, type Tree } from './tree.js';

/** Problems told of one file; who sees these knows where to begin. */
const MOST_PROBLEMS = 200;

/** One file on its way to definitions: values with their places, and the problems found so far. */
export class Reading {
  readonly problems: Problem[] = [];
  private told = 0;

  constructor(readonly source: SourceFile) {}

  readonly report = (problem: Problem): void => {
    this.told++;
    if (this.told <= MOST_PROBLEMS) this.problems.push(problem);
    if (this.told === MOST_PROBLEMS + 1) {
      const at = problem.at ?? this.source.place(0);
      this.problems.push({ code: problem.code, message: 'The file has more problems; mend these first.', at });
    }
  };

  refuse(code: Problem['code'], offset: number, message: string, hint?: string): undefined {
    this.report({ code, message, at: this.place(offset), hint });
  }

  place(offset: number): Place {
    return this.source.place(offset);
  }

  /** What `read` makes, or undefined when it met a problem on its way: a malformed thing is left out alone. */
  whole<T>(read: () => T | undefined): T | undefined {
    const before = this.told;
    const made = read();
    return this.told === before ? made : undefined;
  }

  /** Reports what a shape finds wrong; gives the keys that are of no use then, `'*'` for the whole value. */
  check(shape: z.core.$ZodType, tree: Tree, what: string, owner: number): ReadonlySet<string> {
    const faults = checkShape(shape, tree, what, owner);
    for (const { message, offset, hint } of faults) {
      if (message !== undefined) this.refuse('INVALID_DEFINITION', offset, message, hint);
    }
    return new Set(faults.flatMap((fault) => fault.spoils ?? []));
  }

  /** The entries of a map of named things under a key; nothing at all is as good as an empty map. */
  entries(tree: MapTree, key: string, what: string): readonly Entry[] {
    const items = get(tree, key);
    if (items === undefined || isNothing(items)) return [];
    if (items.kind === 'map') return [...items.entries.values()];
    this.refuse(
      'INVALID_DEFINITION',
      items.start,
      `${what}: "${key}" must be a map of names, not a ${items.kind}.`,
      `Write ${key}: {name: …}.`,
    );
    return [];
  }

  isName(text: string, offset: number, what: string, holder?: MapTree): boolean {
    return this.isNamed(NAME, text, offset, what, holder, 'a-z, 0-9 and _, starting with a letter');
  }

  isColumnName(text: string, offset: number, what: string, holder?: MapTree): boolean {
    return this.isNamed(COLUMN_NAME, text, offset, what, holder, 'letters, digits and _, not starting with a digit');
  }

  private isNamed(
    form: RegExp,
    text: string,
    offset: number,
    what: string,
    holder: MapTree | undefined,
    made: string,
  ): boolean {
    const entry = holder?.entries.get(text);
    if (text.length > MOST_NAME_CHARACTERS) {
      this.refuse(
        'INVALID_NAME',
        offset,
        `${what} has a name of ${text.length} characters; ${MOST_NAME_CHARACTERS} are the most.`,
      );
      return false;
    }
    if (form.test(text)) return true;
    const snake = snakeCase(text);
    const hint = (holder && commaHint(holder, entry)) ?? (snake ? `Write ${snake}.` : undefined);
    this.refuse('INVALID_NAME', offset, `${what} has the name "${text}"; names are made of ${made}.`, hint);
    return false;
  }

  /** A value under a key that its shape has found to be there. */
  located(tree: Tree, key: string): Located<string> {
    const value = get(tree, key);
    if (value === undefined) throw new Error(`"${key}" was not checked to be there.`);
    return this.locatedScalar(value);
  }

  locatedOrNone(tree: Tree, key: string): Located<string> | undefined {
    return isNothing(get(tree, key)) ? undefined : this.located(tree, key);
  }

  locatedList(tree: Tree, key: string): readonly Located<string>[] {
    const list = get(tree, key);
    return list?.kind === 'list' ? list.items.map((item) => this.locatedScalar(item)) : [];
  }

  locatedScalar(tree: Tree): Located<string> {
    return { value: tree.kind === 'scalar' ? tree.text : '', at: this.place(tree.start) };
  }

  locatedKey(entry: Entry): Located<string> {
    return { value: entry.key, at: this.place(entry.start) };
  }

  /** Parses the expression, or reports the character at which it cannot be. */
  expression(tree: Tree, what: string): ExpressionText | undefined {
    const scalar = tree as ScalarTree;
    const parsed = parseExpression(scalar.text);
    const placeOf = (offset: number): Place => this.place(fileOffset(this.source.text, scalar, offset));
    if ('syntax' in parsed) return this.expressionText(scalar, parsed.syntax, placeOf);
    const { message, offset, hint } = parsed.problem;
    this.report({ code: 'INVALID_EXPRESSION', message: `${what}: ${message}`, at: placeOf(offset), hint });
    return undefined;
  }

  /** Parses a SELECT; what cannot be parsed is reported, and stays without a tree. */
  select(scalar: ScalarTree, what: string): SelectText {
    const parsed = parseSelect(scalar.text);
    const placeOf = (offset: number): Place => this.place(fileOffset(this.source.text, scalar, offset));
    const located = { value: scalar.text, at: this.place(scalar.start), placeOf };
    if ('syntax' in parsed) return { ...located, syntax: parsed.syntax };
    const { message, offset, hint } = parsed.problem;
    this.report({ code: 'INVALID_EXPRESSION', message: `${what}: ${message}`, at: placeOf(offset), hint });
    return { ...located, syntax: null };
  }

  private expressionText(scalar: ScalarTree, syntax: Syntax, placeOf: (offset: number) => Place): ExpressionText {
    return { value: scalar.text, at: this.place(scalar.start), syntax, placeOf };
  }
}
