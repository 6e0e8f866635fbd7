import type { GraphQLSchema } from 'graphql';
import { didYouMean } from '../problems/did-you-mean.js';
import { refuse } from '../problems/problem.js';
import type { MetricQueryInput } from '../request/query-input.js';
import type { AskedWords, Spelled } from './asked-words.js';
import { queryOf, readQuery } from './read-question.js';
import { spanOf, topOf } from './spans.js';

/** Of names: separated by commas, or given several times. */
const LISTS = { metrics: 'metrics', by: 'dimensions', segment: 'segments', order: 'orderBy' } as const;
/** Each may be given several times; commas are their own. */
const CONDITIONS = ['where', 'having'] as const;
const TEXTS = [
  'from',
  'through',
  'this',
  'compare',
  'timeZone',
  'asOf',
  'validAt',
  'fill',
  'other',
  'dataset',
] as const;
const COUNTS = ['limit', 'offset'] as const;
const WHOLE = 'query';

const KNOWN: readonly string[] = [...Object.values(LISTS), ...CONDITIONS, ...TEXTS, ...COUNTS, 'last', 'top', WHOLE];

const spelled: Spelled = (word) => (word in LISTS ? LISTS[word as keyof typeof LISTS] : word);

/**
 * The question of a link: `metrics=plays&dimensions=metric_time:month&where=device = 'tv'`, or `query=` with the JSON of
 * the API's `MetricQuery`.
 * @throws INVALID_VALUE for a parameter that is unknown, empty, or given more often than it can mean
 */
export function readLink(schema: GraphQLSchema, link: URLSearchParams): MetricQueryInput {
  for (const name of link.keys())
    if (!KNOWN.includes(name))
      refuse({
        code: 'INVALID_VALUE',
        message: `There is no parameter "${name.slice(0, 100)}".`,
        path: name.slice(0, 100),
        hint: didYouMean(name, KNOWN) ?? `Parameters: ${KNOWN.join(', ')}.`,
      });
  const whole = one(link, WHOLE);
  if (whole === undefined) return readQuery(schema, queryOf(listed(link, 'metrics'), wordsOf(link), spelled));
  if (new Set(link.keys()).size > 1)
    refuse({
      code: 'INVALID_VALUE',
      message: 'query is the whole question: no other parameter says more.',
      path: WHOLE,
    });
  return readQuery(schema, parsed(whole));
}

const wordsOf = (link: URLSearchParams): AskedWords => ({
  by: listed(link, 'dimensions'),
  segment: listed(link, 'segments'),
  order: listed(link, 'orderBy'),
  where: link.getAll('where'),
  having: link.getAll('having'),
  ...Object.fromEntries(TEXTS.map((name) => [name, one(link, name)])),
  ...Object.fromEntries(COUNTS.map((name) => [name, countOf(link, name)])),
  last: readWith(link, 'last', spanOf, 'a span such as "7 days"'),
  top: readWith(link, 'top', topOf, 'a number, a metric and a column, such as 5:plays:country'),
});

const listed = (link: URLSearchParams, name: string): readonly string[] =>
  link.getAll(name).flatMap((text) => text.split(',').map((each) => each.trim()));

function one(link: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = link.getAll(name);
  if (more.length > 0)
    refuse({ code: 'INVALID_VALUE', message: `${name} is given ${more.length + 1} times.`, path: name });
  if (value === '') refuse({ code: 'INVALID_VALUE', message: `${name} says nothing.`, path: name });
  return value;
}

const countOf = (link: URLSearchParams, name: string): number | undefined =>
  readWith(link, name, (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined), 'a whole number');

function readWith<T>(
  link: URLSearchParams,
  name: string,
  read: (text: string) => T | undefined,
  expected: string,
): T | undefined {
  const text = one(link, name);
  if (text === undefined) return undefined;
  return (
    read(text) ?? refuse({ code: 'INVALID_VALUE', message: `"${text.slice(0, 100)}" is not ${expected}.`, path: name })
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse({ code: 'INVALID_VALUE', message: `query is not JSON: ${(error as Error).message}.`, path: WHOLE });
  }
}
