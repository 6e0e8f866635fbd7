import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import type { Problem } from '../problems/problem.js';
import type { SourceFile } from './source-file.js';
import type { Entry, ScalarTree, Tree } from './tree.js';

const MOST_ALIASES = 100;
/** Values that aliases may stand for in all, so that a page of them is not a million values. */
const MOST_ALIASED_VALUES = 10_000;
const MOST_LEVELS = 50;

const STYLES: Record<string, ScalarTree['style']> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

class Stop extends Error {}

/** A YAML document as a tree; undefined for an empty one, and for one that nests or repeats itself without measure. */
export function growTree(document: Document, source: SourceFile, report: (problem: Problem) => void): Tree | undefined {
  const contents = document.contents as Node | null;
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  try {
    return new Grower(document, source, report).grow(contents, 0);
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

class Grower {
  private readonly anchored = new Map<Node, Tree>();
  private readonly sizes = new Map<Tree, number>();
  private targets: Map<Node, Node | undefined> | undefined;
  private aliases = 0;
  private aliasedValues = 0;

  constructor(
    private readonly document: Document,
    private readonly source: SourceFile,
    private readonly report: (problem: Problem) => void,
  ) {}

  grow(node: Node, level: number): Tree {
    if (level > MOST_LEVELS) this.stop(node, `Maps and lists nest more than ${MOST_LEVELS} levels deep.`);
    if (isAlias(node)) return this.follow(node);
    const tree = this.treeOf(node, level);
    if (node.anchor !== undefined) this.anchored.set(node, tree);
    return tree;
  }

  private treeOf(node: Node, level: number): Tree {
    const start = node.range?.[0] ?? 0;
    if (isMap(node)) return this.mapOf(node, start, level);
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.grow(item as Node, level + 1)), start };
    }
    return scalarOf(node as Scalar, start);
  }

  private mapOf(node: YAMLMap, start: number, level: number): Tree {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const key = pair.key as Node;
      const at = key.range?.[0] ?? start;
      if (!isScalar(key)) {
        this.tell(
          'INVALID_DEFINITION',
          at,
          'A key must be a plain name.',
          'Put a text that starts with *, [ or { in quotes.',
        );
        continue;
      }
      const { text } = scalarOf(key, at);
      const value = pair.value as Node | null;
      const tree: Tree = value === null ? nothing(key.range?.[1] ?? at) : this.grow(value, level + 1);
      if (entries.has(text))
        this.tell('DUPLICATE_NAME', at, `"${text}" is there twice in one map.`, 'Rename or remove one of the two.');
      else entries.set(text, { key: text, start: at, value: tree, bare: value === null });
    }
    return { kind: 'map', entries, flow: node.flow === true, start };
  }

  /** An alias shares the tree of its anchor, so that a bomb is measured without going off. */
  private follow(alias: Node): Tree {
    this.targets ??= aliasTargets(this.document);
    const target = this.targets.get(alias);
    if (target === undefined) this.stop(alias, 'The alias names an anchor that is not there.');
    const tree = this.anchored.get(target);
    if (tree === undefined) this.stop(alias, 'The alias stands inside its own anchor.');
    this.aliases++;
    this.aliasedValues += this.sizeOf(tree);
    if (this.aliases > MOST_ALIASES || this.aliasedValues > MOST_ALIASED_VALUES) {
      this.stop(
        alias,
        'Aliases stand for too many values.',
        `A document has at most ${MOST_ALIASES} aliases for ${MOST_ALIASED_VALUES} values.`,
      );
    }
    return tree;
  }

  private sizeOf(tree: Tree): number {
    const known = this.sizes.get(tree);
    if (known !== undefined) return known;
    const parts =
      tree.kind === 'list' ? tree.items : tree.kind === 'map' ? [...tree.entries.values()].map((e) => e.value) : [];
    const size = parts.reduce((sum, part) => sum + this.sizeOf(part), 1);
    this.sizes.set(tree, size);
    return size;
  }

  private tell(code: Problem['code'], offset: number, message: string, hint?: string): void {
    this.report({ code, message, at: this.source.place(offset), hint });
  }

  private stop(node: Node, message: string, hint?: string): never {
    this.tell('INVALID_YAML', node.range?.[0] ?? 0, message, hint);
    throw new Stop();
  }
}

function scalarOf(node: Scalar, start: number): ScalarTree {
  const value = isPlainValue(node.value) ? node.value : String(node.value);
  const text = typeof value === 'string' ? value : (node.source ?? String(value ?? ''));
  const style = STYLES[node.type ?? ''] ?? 'plain';
  return { kind: 'scalar', value, text, style, start, end: node.range?.[1] ?? start };
}

const isPlainValue = (value: unknown): value is ScalarTree['value'] =>
  value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);

const nothing = (start: number): ScalarTree => ({
  kind: 'scalar',
  value: null,
  text: '',
  style: 'plain',
  start,
  end: start,
});

/** What each alias stands for: the last anchor of its name before it. */
function aliasTargets(document: Document): Map<Node, Node | undefined> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node | undefined>();
  visit(document, {
    Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
