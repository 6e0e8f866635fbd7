import type { MetricQueryInput } from '../../src/request/query-input.js';
import { Random } from '../reference/random.js';

/** What people do next, in parts of a hundred: the published mix of a session. */
export const MIX = {
  zoom: 14,
  widen: 6,
  coarser: 10,
  finer: 6,
  slice: 18,
  unslice: 8,
  drill: 10,
  rollUp: 8,
  compare: 4,
  metric: 6,
  back: 10,
} as const;
export type Move = keyof typeof MIX;

export const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Grain = (typeof GRAINS)[number];

interface View {
  readonly metrics: readonly string[];
  readonly grain: Grain | null;
  readonly dimensions: readonly string[];
  readonly filters: readonly { readonly path: string; readonly is: { readonly eq: string } }[];
  readonly from: string;
  readonly through: string;
  readonly compare: boolean;
}

export interface SessionSettings {
  /** Metrics that may be asked together, and by which dimensions. */
  readonly groups: readonly MetricGroup[];
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly first: string;
  readonly last: string;
}

export interface MetricGroup {
  readonly kind: string;
  /** How likely a session is about it, beside the others. */
  readonly parts: number;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
}

export interface Asked {
  readonly move: Move | 'start';
  readonly input: MetricQueryInput;
}

/** The questions of one person: a start, and moves from what is shown, as the mix says; the same for the same seed. */
export function session(seed: number, steps: number, settings: SessionSettings): readonly Asked[] {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ 0x2545f491);
  const group = likely(
    random,
    settings.groups.map((each) => [each, each.parts]),
  );
  const history: View[] = [start(random, group, settings)];
  const asked: Asked[] = [{ move: 'start', input: inputOf(history[0] as View) }];
  while (asked.length < steps) {
    const now = history.at(-1) as View;
    const move = likely(random, Object.entries(MIX) as [Move, number][]);
    if (move === 'back') {
      if (history.length < 2) continue;
      history.pop();
    } else {
      const next = moved(move, now, random, group, settings);
      if (next === null) continue;
      history.push(next);
    }
    asked.push({ move, input: inputOf(history.at(-1) as View) });
  }
  return asked;
}

function likely<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  let left = random.next() * choices.reduce((sum, [, parts]) => sum + parts, 0);
  for (const [choice, parts] of choices) {
    left -= parts;
    if (left < 0) return choice;
  }
  throw new Error('nothing to choose from');
}

function start(random: Random, group: MetricGroup, { first, last }: SessionSettings): View {
  const length = random.pick([30, 90, 180, 365]);
  const latest = dayNumber(last) - length;
  const from = random.between(dayNumber(first), Math.max(dayNumber(first), latest));
  return {
    metrics: random.some(group.metrics, random.pick([1, 1, 2, 3])),
    grain: random.pick(['day', 'week', 'month', 'month', null]),
    dimensions: random.some(group.dimensions, random.pick([0, 1, 1, 2])),
    filters: [],
    from: dayText(from),
    through: dayText(Math.min(from + length, dayNumber(last))),
    compare: false,
  };
}

function moved(
  move: Exclude<Move, 'back'>,
  view: View,
  random: Random,
  group: MetricGroup,
  settings: SessionSettings,
): View | null {
  const [from, through] = [dayNumber(view.from), dayNumber(view.through)];
  const plain = { ...view, compare: false };
  const at = view.grain === null ? -1 : GRAINS.indexOf(view.grain);
  switch (move) {
    case 'zoom': {
      const days = through - from + 1;
      if (days < 8) return null;
      const length = Math.max(7, Math.floor(days / random.pick([2, 3, 4])));
      const begin = from + random.between(0, days - length);
      return { ...plain, from: dayText(begin), through: dayText(begin + length - 1) };
    }
    case 'widen': {
      const more = Math.ceil((through - from + 1) / 2);
      const [begin, end] = [
        Math.max(dayNumber(settings.first), from - more),
        Math.min(dayNumber(settings.last), through + more),
      ];
      return begin === from && end === through ? null : { ...plain, from: dayText(begin), through: dayText(end) };
    }
    case 'coarser': {
      const grain = at < 0 ? undefined : GRAINS[at + random.pick([1, 1, 2])];
      return grain === undefined ? null : { ...plain, grain };
    }
    case 'finer': {
      const grain = at < 0 ? random.pick(['month', 'week'] as const) : GRAINS[at - 1];
      return grain === undefined ? null : { ...plain, grain };
    }
    case 'slice': {
      const shown = view.dimensions.filter((path) => !view.filters.some((filter) => filter.path === path));
      const path = shown.length > 0 && random.chance(0.7) ? random.pick(shown) : random.pick(group.dimensions);
      const values = settings.values.get(path) ?? [];
      if (path === undefined || values.length === 0 || view.filters.some((filter) => filter.path === path)) return null;
      const filters = [...view.filters, { path, is: { eq: random.pick(values) } }];
      return { ...plain, filters, dimensions: view.dimensions.filter((each) => each !== path || random.chance(0.4)) };
    }
    case 'unslice':
      return view.filters.length === 0 ? null : { ...plain, filters: view.filters.slice(0, -1) };
    case 'drill': {
      const left = group.dimensions.filter((path) => !view.dimensions.includes(path));
      return left.length === 0 || view.dimensions.length > 2
        ? null
        : { ...plain, dimensions: [...view.dimensions, random.pick(left)] };
    }
    case 'rollUp': {
      if (view.dimensions.length === 0) return null;
      const gone = random.pick(view.dimensions);
      return { ...plain, dimensions: view.dimensions.filter((path) => path !== gone) };
    }
    case 'compare':
      return view.compare ? null : { ...view, compare: true };
    case 'metric': {
      const left = group.metrics.filter((name) => !view.metrics.includes(name));
      return left.length === 0 ? null : { ...plain, metrics: [...view.metrics, random.pick(left)] };
    }
  }
}

const inputOf = ({ metrics, grain, dimensions, filters, from, through, compare }: View): MetricQueryInput =>
  ({
    metrics: [...metrics],
    dimensions: [
      ...(grain === null ? [] : [{ as: 'period', path: 'metric_time', grain }]),
      ...dimensions.map((path) => ({ as: path.replaceAll('.', '_'), path })),
    ],
    where: filters,
    time: { days: { from, through } },
    ...(compare && { compare: { to: 'previous_period' } }),
  }) as unknown as MetricQueryInput;

const DAY = 86_400_000;
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
