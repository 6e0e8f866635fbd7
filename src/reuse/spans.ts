import { type Call, call, type Scalar, value } from '../expressions/scalar.js';
import { outputOf, type PlanNode } from '../plan/plan.js';
import { compareClocks, printDate, printWallClock, type WallClock } from '../time/wall-clock.js';
import { bound } from './implied.js';
import { aggregated, type Leaf } from './leaf.js';
import { type Merged, merged } from './merged.js';
import { bareTime, isStart, periodOf, restater } from './restate.js';

/** A half-open span of a time, as conditions bound it; null where nothing does. */
export interface Span {
  /** The time that is bounded, as it stands in the conditions. */
  readonly of: Scalar;
  readonly from: WallClock | null;
  readonly to: WallClock | null;
}

/** The times that a leaf's conditions bound, each with its span. */
export function spansOf({ where }: Leaf): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const each of where) {
    const found = boundIn(each);
    if (found === null) continue;
    const { operator, of, at } = found;
    const known = spans.get(JSON.stringify(of)) ?? { of, from: null, to: null };
    const from = operator === '>=' ? later(known.from, at) : known.from;
    const to = operator === '<' ? earlier(known.to, at) : known.to;
    spans.set(JSON.stringify(of), { of, from, to });
  }
  return [...spans.values()];
}

/** The same leaf over another span of the time. */
export function within(leaf: Leaf, { of, from, to }: Span): Leaf {
  const text = JSON.stringify(of);
  const others = leaf.where.filter((each) => {
    const found = boundIn(each);
    return found === null || JSON.stringify(found.of) !== text;
  });
  const bounds = [...limit('>=', of, from), ...limit('<', of, to)];
  return aggregated(leaf, { where: [...others, ...bounds] });
}

/** Whether no group of the leaf has rows on both sides of this moment. */
export const isApart = ({ aggregate }: Leaf, { of }: Span, at: WallClock): boolean =>
  aggregate.groups.some(({ value: group }) => {
    const period = periodOf(group);
    return period !== null && period.time === JSON.stringify(bareTime(of)) && isStart(at, period.grain);
  });

/**
 * The rows of a leaf from those of the same leaf over spans that do not meet: side by side where no group has rows in
 * two of them, else merged; null where a measure does not merge.
 */
export function united(leaf: Leaf, parts: readonly PlanNode[], apart: boolean, addsDoubles: boolean): PlanNode | null {
  const { aggregate } = leaf;
  const relation = apart ? aggregate.relation : `${aggregate.relation}_spans`;
  const union: PlanNode = { kind: 'union', relation, inputs: parts };
  if (apart) return union;
  const from = {
    relation,
    measures: aggregate.measures,
    restate: restater(relation, aggregate.groups),
    mode: 'several',
    addsDoubles,
  } as const;
  const measures: (readonly [string, Merged])[] = [];
  for (const measure of aggregate.measures) {
    const one = merged(measure, from);
    if (typeof one === 'string') return null;
    measures.push([measure.name, one]);
  }
  const groups = outputOf(aggregate).slice(0, aggregate.groups.length);
  const again: PlanNode = {
    kind: 'aggregate',
    relation: `${aggregate.relation}_merged`,
    input: union,
    groups: groups.map(({ name, type }) => ({ name, value: { kind: 'column', relation, column: name, type } })),
    measures: measures.flatMap(([, { aggregates }]) => aggregates),
  };
  const read = (name: string): Scalar => {
    const type = outputOf(again).find((each) => each.name === name)?.type;
    if (type === undefined) throw new Error(`no ${name}`);
    return { kind: 'column', relation: again.relation, column: name, type };
  };
  return {
    kind: 'project',
    relation: aggregate.relation,
    input: again,
    columns: [
      ...groups.map(({ name }) => ({ name, value: read(name) })),
      ...measures.map(([name, one]) => ({ name, value: one.value(read) })),
    ],
  };
}

function boundIn(condition: Scalar) {
  if (condition.kind !== 'call' || (condition.name !== '>=' && condition.name !== '<')) return null;
  const found = bound(condition);
  return found && { operator: condition.name, of: condition.args[0] as Scalar, at: found.at };
}

function limit(operator: '>=' | '<', of: Scalar, at: WallClock | null): readonly Call[] {
  if (at === null) return [];
  const text = of.type === 'date' ? printDate(at) : printWallClock(at);
  return [call(operator, [of, value(text, of.type)], 'boolean')];
}

const later = (a: WallClock | null, b: WallClock): WallClock => (a !== null && compareClocks(a, b) > 0 ? a : b);
const earlier = (a: WallClock | null, b: WallClock): WallClock => (a !== null && compareClocks(a, b) < 0 ? a : b);
