import type { Aspect } from './change.js';

/** Where words stand, and how an expression was written down: it means its tree. */
const PLACES: ReadonlySet<string> = new Set(['at', 'placeOf', 'start', 'end']);

/** The keys of two definitions that do not say the same; spaces, comments and places aside. */
export function aspectsOf(before: object, after: object, leaveOut: ReadonlySet<string> = new Set()): readonly Aspect[] {
  const [was, is] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): Aspect[] => {
    const [left, right] = [was.get(key), is.get(key)];
    if (leaveOut.has(key) || PLACES.has(key) || sameWords(left, right)) return [];
    return [{ key: snakeCase(key), before: textOf(left), after: textOf(right) }];
  });
}

export const sameWords = (a: unknown, b: unknown): boolean => wordsOf(a) === wordsOf(b);

const entriesOf = (of: object): ReadonlyMap<string, unknown> => new Map(Object.entries(of));

const wordsOf = (of: unknown): string | undefined =>
  JSON.stringify(of, (key, value: unknown) => (PLACES.has(key) ? undefined : isParsed(value) ? value.syntax : value));

const isParsed = (value: unknown): value is { readonly syntax: object; readonly value: string } =>
  typeof value === 'object' && value !== null && 'syntax' in value && value.syntax !== null;

const isLocated = (value: object): value is { readonly value: unknown } => 'value' in value && 'at' in value;

/** As a reader of the file would say it. */
function textOf(of: unknown): string | null {
  if (of === undefined || of === null) return null;
  if (typeof of !== 'object') return String(of);
  if (isLocated(of)) return textOf(of.value);
  if (Array.isArray(of)) return of.map((each) => textOf(each) ?? 'null').join(', ');
  if ('count' in of && 'grain' in of) return `${of.count} ${of.grain}${of.count === 1 ? '' : 's'}`;
  if ('all' in of) return textOf(of.all);
  if ('each' in of) return textOf(of.each);
  if ('dataset' in of && 'where' in of) return `${textOf(of.dataset)}: ${textOf(of.where)}`;
  return Object.entries(of)
    .filter(([key, value]) => !PLACES.has(key) && value !== undefined)
    .map(([key, value]) => `${snakeCase(key)}: ${textOf(value) ?? 'null'}`)
    .join(', ');
}

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `unit: "hours" → "minutes"`; long texts are cut, the aspect itself has them whole. */
export const aspectText = ({ key, before, after }: Aspect): string => `${key}: ${quoted(before)} → ${quoted(after)}`;

const MOST = 120;
function quoted(text: string | null): string {
  if (text === null) return 'none';
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line}"`;
}
