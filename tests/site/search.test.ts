import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { minisearchFile } from '../../src/cli/docs/write-site.js';
import { pageOf, siteOfProject } from './sites.js';

const scripts = `${minisearchFile().text}\n${pageOf(siteOfProject('.'), 'assets/search-index.js')}`;

/** As the browser does it: two scripts, then a search. */
const found = (query: string): readonly { readonly name: string; readonly href: string }[] =>
  runInNewContext(
    `${scripts}
    MiniSearch.loadJSON(grainlineSearch.index, grainlineSearch.options).search(query)`,
    { query },
  ) as readonly { readonly name: string; readonly href: string }[];

test.each([
  { name: 'a name', query: 'streaming_hours', first: 'metrics/streaming_hours.html' },
  { name: 'the beginning of words', query: 'stream hou', first: 'metrics/streaming_hours.html' },
  { name: 'a word that is misspelt', query: 'streeming hours', first: 'metrics/streaming_hours.html' },
  { name: 'a label', query: 'hours of originals', first: 'metrics/originals_hours.html' },
  { name: 'a dimension, with its place', query: 'length_band', first: 'datasets/plays.html#dimension-length_band' },
  { name: 'a view', query: 'engagement view', first: 'views/engagement.html' },
])('$name finds its page', ({ query, first }) => {
  expect(found(query)[0]?.href).toBe(first);
});

test('a tag and an owner find what is theirs', () => {
  expect(found('north-star').map(({ name }) => name)).toEqual(expect.arrayContaining(['revenue', 'streaming_hours']));
  expect(found('studio-data').map(({ name }) => name)).toContain('originals_hours');
});
