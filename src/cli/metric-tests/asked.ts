import type { Reading } from '../../definitions/reading.js';
import { get, type MapTree, textsUnder, textUnder } from '../../definitions/tree.js';
import type { Place, Problem } from '../../problems/problem.js';
import { spanOf, topOf } from '../../question/spans.js';
import type { AskFlags } from '../ask/ask-flags.js';

/** A question as a test writes it, in the form of the flags of `grainline query`. */
export interface Asked {
  readonly metrics: readonly string[];
  readonly flags: AskFlags;
  /** Where the test wrote what a problem of the question is about. */
  readonly placeOf: (problem: Problem) => Place;
}

/** @param now the moment that stands for now, as the test or its file says it */
export function readAsked(reading: Reading, ask: MapTree, now: string | undefined): Asked {
  const all = (key: string): readonly string[] => textsUnder(ask, key) ?? one(ask, key);
  const text = (key: string): string | undefined => textUnder(ask, key);
  const count = (key: string): number | undefined => (text(key) === undefined ? undefined : Number(text(key)));
  const word = <T>(key: string, read: (text: string) => T | undefined, such: string): T | undefined => {
    const written = text(key);
    const made = written === undefined ? undefined : read(written);
    if (written !== undefined && made === undefined)
      reading.refuse('INVALID_VALUE', get(ask, key)?.start ?? ask.start, `"${written}" is not such as ${such}.`);
    return made;
  };
  const flags: AskFlags = {
    by: all('by'),
    where: all('where'),
    segment: all('segments'),
    having: all('having'),
    from: text('from'),
    through: text('through'),
    last: word('last', spanOf, '7 days'),
    this: text('this'),
    compare: text('compare'),
    timeZone: text('time_zone'),
    asOf: now,
    validAt: text('valid_at'),
    fill: text('fill'),
    order: all('order'),
    limit: count('limit'),
    offset: count('offset'),
    top: word('top', topOf, '5:plays:country'),
    other: text('other'),
    dataset: text('dataset'),
  };
  return { metrics: all('metrics'), flags, placeOf: ({ path }) => reading.place(startOf(ask, path)) };
}

const one = (ask: MapTree, key: string): readonly string[] => {
  const text = textUnder(ask, key);
  return text === undefined ? [] : [text];
};

/** What the API calls by another name than a test. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  dimensions: ['by'],
  orderBy: ['order'],
  time: ['from', 'last', 'this'],
  timeZone: ['time_zone'],
  validAt: ['valid_at'],
};

/** Paths are those of a request (`dimensions[1].path`) or name a flag (`--where`). */
function startOf(ask: MapTree, path = ''): number {
  const [, name = '', index] = /^(?:--)?(\w+)(?:\[(\d+)\])?/.exec(path) ?? [];
  const value = (KEYS[name] ?? [name]).map((key) => get(ask, key)).find((found) => found !== undefined);
  const item = value?.kind === 'list' && index !== undefined ? value.items[Number(index)] : undefined;
  return (item ?? value ?? ask).start;
}
