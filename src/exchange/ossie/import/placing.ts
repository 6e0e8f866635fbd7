import { AGGREGATES } from '../../../expressions/functions.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { childrenOf } from '../../../expressions/syntax-depth.js';
import { name, namesIn, replaced } from '../../expression.js';
import type { Origin } from '../../report.js';
import { isThere } from './keys.js';
import type { Linked } from './relationships.js';
import { type Importing, named, type Source } from './sources.js';

/** An expression over the rows of one dataset; or over aggregates of several, and over metrics. */
export type Placed =
  | { readonly kind: 'simple'; readonly home: Source; readonly syntax: Syntax }
  | {
      readonly kind: 'derived';
      readonly syntax: Syntax;
      readonly parts: readonly Part[];
      /** Of the metrics that it names. */
      readonly homes: readonly Source[];
    };

/** An aggregate of an expression, and what it is over the rows of its home. */
export interface Part {
  readonly of: Syntax;
  readonly home: Source;
  readonly syntax: Syntax;
}

type MetricOf = (metric: string) => { readonly name: string; readonly home: Source } | undefined;

export const isAggregate = (node: Syntax): boolean => node.kind === 'call' && Object.hasOwn(AGGREGATES, node.name);

const outermost = (node: Syntax, is: (node: Syntax) => boolean): readonly Syntax[] =>
  is(node) ? [node] : childrenOf(node).flatMap((child) => outermost(child, is));

/** Finds the dataset whose rows each aggregate is over, and the paths from there. */
export class Placing {
  constructor(
    private readonly importing: Importing,
    private readonly linked: readonly Linked[],
  ) {}

  /** @param scope the dataset that the metric stands in, whose columns it may name bare */
  place(syntax: Syntax, scope: Source | undefined, origin: Origin, metricOf: MetricOf): Placed | undefined {
    const { report } = this.importing;
    const homes: Source[] = [];
    const parts: Part[] = [];
    for (const of of outermost(syntax, isAggregate)) {
      const part = this.part(of, scope, origin);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    const bare = outermost(syntax, (node) => isAggregate(node) || node.kind === 'name').filter(
      (node) => !isAggregate(node),
    );
    const metrics = new Map<Syntax, Syntax>();
    for (const node of bare) {
      const path = node.kind === 'name' ? node.path : [];
      const metric = metricOf(path.at(-1) ?? '');
      if (metric === undefined || path.length > 2)
        return report.loss(
          origin,
          `"${path.join('.')}" stands outside of an aggregate, and is no metric that is imported.`,
        );
      homes.push(metric.home);
      metrics.set(node, name(metric.name));
    }
    const [first] = parts;
    if (first === undefined && homes.length === 0)
      return report.loss(origin, 'It neither aggregates rows nor names a metric.');
    if (first !== undefined && homes.length === 0 && parts.every(({ home }) => home === first.home))
      return {
        kind: 'simple',
        home: first.home,
        syntax: replaced(syntax, (node) => parts.find(({ of }) => of === node)?.syntax),
      };
    // An aggregate stays the very node that its part names
    const named = replaced(syntax, (node) => (isAggregate(node) ? node : metrics.get(node)));
    return { kind: 'derived', syntax: named, parts, homes };
  }

  private part(of: Syntax, scope: Source | undefined, origin: Origin): Part | undefined {
    const { report } = this.importing;
    const found = new Map<string, Resolved>();
    for (const path of namesIn(of)) {
      const resolved = this.resolve(path, scope, origin);
      if (resolved === undefined) return undefined;
      found.set(path.join('.'), resolved);
    }
    const home = this.homeOf(
      [...found.values()].map(({ source }) => source),
      scope,
      origin,
    );
    if (home === undefined) return undefined;
    const syntax = replaced(of, (node) => {
      const resolved = node.kind === 'name' ? found.get(node.path.join('.')) : undefined;
      if (resolved === undefined) return undefined;
      const [way = []] = this.ways(home, resolved.source);
      return way.length > 0 ? name(...way, resolved.name) : resolved.syntax;
    });
    const hidden = [...found.values()].find(({ source, name: field }) => source !== home && !source.fields.has(field));
    return hidden
      ? report.loss(origin, `It reads "${hidden.name}" of "${hidden.source.of.name}", which is no field there.`)
      : { of, home, syntax };
  }

  /** The dataset from which one way leads to each of the others. */
  private homeOf(sources: readonly Source[], scope: Source | undefined, origin: Origin): Source | undefined {
    const { report, sources: all } = this.importing;
    const distinct = [...new Set(sources)];
    if (distinct.length === 0) {
      const [only, other] = all.values();
      if (scope) return scope;
      if (only === undefined || other !== undefined)
        return report.loss(origin, 'It counts rows, and does not say of which dataset.');
      report.add('guess', origin, `It counts the rows of "${only.of.name}", the only dataset.`);
      return only;
    }
    const homes = distinct.filter((home) => distinct.every((to) => this.ways(home, to).length === 1));
    if (homes.length === 1) return homes[0];
    const names = distinct.map(({ of }) => `"${of.name}"`).join(', ');
    return report.loss(
      origin,
      homes.length === 0
        ? `No dataset of ${names} has just one way to each of the others.`
        : `Its rows could be those of any of ${names}.`,
    );
  }

  /** The ways over links, no dataset twice on any. */
  private ways(from: Source, to: Source, passed: readonly Source[] = []): readonly (readonly string[])[] {
    if (from === to) return [[]];
    return this.linked
      .filter((link) => link.from === from && !passed.includes(link.to))
      .flatMap((link) => this.ways(link.to, to, [...passed, from]).map((way) => [link.link, ...way]));
  }

  private resolve(path: readonly string[], scope: Source | undefined, origin: Origin): Resolved | undefined {
    const { report, sources } = this.importing;
    const [first = '', second] = path;
    if (path.length === 1) {
      if (scope) return { source: scope, name: first, syntax: name(first) };
      const holders = [...sources.values()].filter(({ fields }) => named(fields, first) !== undefined);
      const [only, other] = holders;
      if (only === undefined || other !== undefined)
        return report.loss(
          origin,
          `"${first}" is a field of ${only ? 'several datasets' : 'no dataset that is imported'}.`,
        );
      report.add('guess', origin, `"${first}" is taken for the field of "${only.of.name}", the only one of that name.`);
      return fieldOf(only, first);
    }
    const source = named(sources, first);
    if (second === undefined || source === undefined || path.length > 2)
      return report.loss(origin, `"${path.join('.')}" is no field of a dataset that is imported.`);
    const field = fieldOf(source, second);
    if (field) return field;
    if (!isThere(this.importing, source, second, origin)) return undefined;
    report.add('guess', origin, `"${path.join('.')}" is no field there, and is taken for a column of the table.`);
    return { source, name: second, syntax: name(second) };
  }
}

interface Resolved {
  readonly source: Source;
  readonly name: string;
  /** What it is over the rows of its own dataset. */
  readonly syntax: Syntax;
}

/** A field by its name; written out where a column has that name, which it is not. */
function fieldOf(source: Source, asked: string): Resolved | undefined {
  const field = named(source.fields, asked);
  if (field === undefined) return undefined;
  const { name: of } = field.of;
  const isClear = isOwnColumn(source, of) || !source.draft.columns.has(of);
  return { source, name: of, syntax: isClear ? name(of) : field.syntax };
}

export function isOwnColumn({ fields }: Source, column: string): boolean {
  const syntax = fields.get(column)?.syntax;
  return syntax?.kind === 'name' && syntax.path.join('.') === column;
}
