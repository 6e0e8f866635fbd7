import type { AggregateCall, Scalar } from '../expressions/scalar.js';
import { isSame } from '../plan/frame.js';
import { allColumns, type Join, type Named, outputColumn, outputOf, type PlanNode } from '../plan/plan.js';
import { answerFrom, covers, type Have } from '../reuse/covers.js';
import { listedBy } from '../reuse/implied.js';
import { aggregated, type Leaf } from '../reuse/leaf.js';
import { mergeable } from '../reuse/mergeable.js';
import { merges } from '../reuse/merged.js';
import { isApart, type Span, spansOf, united, within } from '../reuse/spans.js';
import { compareClocks, type WallClock } from '../time/wall-clock.js';
import { broader } from './broader.js';
import type { Kept, Place } from './kept-leaves.js';

/** How a leaf comes from kept rows, and from rows that are still to be asked for. */
export interface Assembled {
  /** Gives the relation and columns of the leaf's aggregation. */
  readonly node: PlanNode;
  readonly kept: readonly Kept[];
  readonly missing: readonly Place[];
}

export interface Stock {
  /** Whether a condition on this keeps the engine from reading rows. */
  readonly prunes: (of: Scalar) => boolean;
  readonly kept: readonly Kept[];
  /** Whether so many groups were found that the rows are not to be asked for again. */
  readonly isTooMuch: (leaf: Leaf) => boolean;
  /** A new place for the rows of a leaf. */
  readonly place: (leaf: Leaf) => Place;
}

/** Spans within spans within spans: rows of that many pieces are asked for anew. */
const MOST_SPANS = 6;

/** The leaf from what is there; what is not is to be asked for. */
export function assemble(leaf: Leaf, stock: Stock): Assembled {
  const form = mergeable(leaf);
  const from = assembled(form, stock, 0);
  if (form === leaf) return from;
  const cover = covers(haveOf(form), form.aggregate.relation, leaf);
  if ('rule' in cover) throw new Error(`a leaf does not come from its own parts: ${cover.rule}`);
  return { ...from, node: answerFrom(cover, from.node, leaf.aggregate) };
}

const haveOf = (leaf: Leaf): Have => ({ leaf, keepsRows: () => false, joinsLater: false, addsDoubles: false });

const renamed = (leaf: Leaf, relation: string): Leaf => ({ ...leaf, aggregate: { ...leaf.aggregate, relation } });

function assembled(leaf: Leaf, stock: Stock, depth: number): Assembled {
  return whole(leaf, stock) ?? bySpans(leaf, stock, depth) ?? byMeasures(leaf, stock) ?? asked(leaf, stock);
}

/** From the rows of one: of those that can, the one with the fewest. */
function whole(leaf: Leaf, stock: Stock): Assembled | null {
  let best: Assembled | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const kept of stock.kept) {
    if (kept.rows.rowCount >= fewest) continue;
    const cover = covers(kept, kept.scan.relation, leaf);
    if ('rule' in cover) continue;
    fewest = kept.rows.rowCount;
    best = { node: answerFrom(cover, kept.scan, leaf.aggregate), kept: [kept], missing: [] };
  }
  return best;
}

/** From rows of some of its time, and the rest of its time. */
function bySpans(leaf: Leaf, stock: Stock, depth: number): Assembled | null {
  if (depth >= MOST_SPANS) return null;
  let longest: { readonly span: Span; readonly kept: Kept } | null = null;
  for (const span of spansOf(leaf))
    for (const kept of stock.kept) {
      const both = overlap(span, kept.leaf);
      if (both === null || (longest !== null && lengthOf(both) <= lengthOf(longest.span))) continue;
      if (!canUnite(leaf, span, both)) continue;
      if (!('rule' in covers(kept, kept.scan.relation, within(leaf, both)))) longest = { span: both, kept };
    }
  if (longest === null) return null;
  const { span, kept } = longest;
  const [asked] = spansOf(leaf).filter(({ of }) => JSON.stringify(of) === JSON.stringify(span.of)) as [Span];
  const rests = [
    ...(span.from !== null && !isSameTime(asked.from, span.from) ? [{ ...span, from: asked.from, to: span.from }] : []),
    ...(span.to !== null && !isSameTime(asked.to, span.to) ? [{ ...span, from: span.to, to: asked.to }] : []),
  ];
  const relation = (at: number): string => `${leaf.aggregate.relation}_span_${depth + 1}${at}`;
  const parts = [
    whole(renamed(within(leaf, span), relation(0)), { ...stock, kept: [kept] }),
    ...rests.map((rest, at) => assembled(renamed(within(leaf, rest), relation(at + 1)), stock, depth + 1)),
  ].filter((part) => part !== null);
  const node = united(
    leaf,
    parts.map((part) => part.node),
    cutsApart(leaf, asked, span),
    false,
  );
  return node && { node, kept: parts.flatMap((part) => part.kept), missing: parts.flatMap((part) => part.missing) };
}

const cutsApart = (leaf: Leaf, asked: Span, span: Span): boolean =>
  [isSameTime(asked.from, span.from) ? null : span.from, isSameTime(asked.to, span.to) ? null : span.to].every(
    (at) => at === null || isApart(leaf, span, at),
  );

const canUnite = (leaf: Leaf, asked: Span, span: Span): boolean =>
  cutsApart(leaf, asked, span) || united(leaf, [leaf.aggregate], false, false) !== null;

/** What of the asked span has rows: less than all of it, or null. */
function overlap(asked: Span, leaf: Leaf): Span | null {
  const span = spansOf(leaf).find(({ of }) => JSON.stringify(of) === JSON.stringify(asked.of));
  if (span === undefined) return null;
  const from = asked.from === null || (span.from && compareClocks(span.from, asked.from) > 0) ? span.from : asked.from;
  const to = asked.to === null || (span.to && compareClocks(span.to, asked.to) < 0) ? span.to : asked.to;
  if (from !== null && to !== null && compareClocks(from, to) >= 0) return null;
  return isSameTime(from, asked.from) && isSameTime(to, asked.to) ? null : { of: asked.of, from, to };
}

const isSameTime = (a: WallClock | null, b: WallClock | null): boolean =>
  a === b || (a !== null && b !== null && compareClocks(a, b) === 0);

const lengthOf = ({ from, to }: Span): number =>
  from === null || to === null ? Number.POSITIVE_INFINITY : to.days - from.days + (to.micros - from.micros) / 86_400e6;

/** From rows that lack some of its measures, and the rows of these: groups are the same, whatever is measured. */
function byMeasures(leaf: Leaf, stock: Stock): Assembled | null {
  const { measures, relation } = leaf.aggregate;
  if (measures.length < 2) return null;
  const some = (of: readonly Named<AggregateCall>[], name: string): Leaf =>
    renamed(aggregated(leaf, { measures: of }), `${relation}_${name}`);
  const parts: { readonly leaf: Leaf; readonly from: Assembled }[] = [];
  let left = measures;
  for (const kept of stock.kept) {
    const has = left.filter(
      (measure) => !('rule' in covers(kept, kept.scan.relation, aggregated(leaf, { measures: [measure] }))),
    );
    if (has.length === 0) continue;
    const part = some(has, `with_${parts.length + 1}`);
    const from = whole(part, { ...stock, kept: [kept] });
    if (from === null) continue;
    parts.push({ leaf: part, from });
    left = left.filter((measure) => !has.includes(measure));
    if (left.length === 0) break;
  }
  if (parts.length === 0) return null;
  if (left.length > 0) {
    const rest = some(left, 'without');
    parts.push({ leaf: rest, from: asked(rest, stock) });
  }
  return {
    node: besideEachOther(
      leaf,
      parts.map(({ from }) => from.node),
    ),
    kept: parts.flatMap(({ from }) => from.kept),
    missing: parts.flatMap(({ from }) => from.missing),
  };
}

function besideEachOther({ aggregate }: Leaf, [first, ...more]: readonly PlanNode[]): PlanNode {
  if (first === undefined) throw new Error('nothing to put together');
  const on = (right: PlanNode): readonly Scalar[] =>
    aggregate.groups.length === 0
      ? []
      : aggregate.groups.map(({ name }) => isSame(outputColumn(first, name), outputColumn(right, name)));
  const input = more.reduce<PlanNode>(
    (left, right): Join => ({ kind: 'join', type: 'inner', left, right, on: on(right) }),
    first,
  );
  const all = [first, ...more].flatMap(allColumns);
  return {
    kind: 'project',
    relation: aggregate.relation,
    input,
    columns: outputOf(aggregate).map(({ name }) => all.find((each) => each.name === name) as Named),
  };
}

/** The rows as the engine will give them: more than are asked for, where rows of the same kind were asked for before. */
function asked(leaf: Leaf, stock: Stock): Assembled {
  const { measures, relation } = leaf.aggregate;
  const base = JSON.stringify(leaf.base);
  const before = stock.kept.filter((kept) => JSON.stringify(kept.leaf.base) === base);
  if (before.length === 0) return askedAs(leaf, leaf, stock);
  const shown = new Set(before.flatMap((kept) => askedBy(kept.leaf)));
  const opens = (of: Scalar): boolean => shown.has(JSON.stringify(of)) && !stock.prunes(of);
  const [together, apart] = [measures.filter(canMerge), measures.filter((measure) => !canMerge(measure))];
  if (together.length > 0 && apart.length > 0) {
    const parts = [together, apart].map((of, at) => {
      const part = renamed(aggregated(leaf, { measures: of }), `${relation}_asked_${at + 1}`);
      return askedAs(part, wide(part, at === 0, opens, stock), stock);
    });
    return {
      node: besideEachOther(
        leaf,
        parts.map(({ node }) => node),
      ),
      kept: [],
      missing: parts.flatMap(({ missing }) => missing),
    };
  }
  return askedAs(leaf, wide(leaf, apart.length === 0, opens, stock), stock);
}

const canMerge = ({ value }: Named<AggregateCall>): boolean => merges(value, { addsDoubles: false });

/** What rows were grouped by, or chosen by a value of. */
const askedBy = ({ aggregate, where }: Leaf): readonly string[] =>
  [...aggregate.groups.map(({ value }) => value), ...where.flatMap((each) => listedBy(each) ?? [])].map((of) =>
    JSON.stringify(of),
  );

function wide(leaf: Leaf, merging: boolean, opens: (of: Scalar) => boolean, stock: Stock): Leaf {
  const more = broader(leaf, merging, opens);
  return stock.isTooMuch(more) ? leaf : more;
}

function askedAs(leaf: Leaf, rows: Leaf, stock: Stock): Assembled {
  const place = stock.place(rows);
  const cover = covers(place, place.scan.relation, leaf);
  if ('rule' in cover) throw new Error(`a leaf does not come from what is asked for it: ${cover.rule}`);
  return { node: answerFrom(cover, place.scan, leaf.aggregate), kept: [], missing: [place] };
}
