import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { readQuestion } from '../../src/cli/ask/question.js';
import { readRequest } from '../../src/request/read-request.js';
import { compileProject } from '../../src/server/compile.js';
import { schemaFor } from '../../src/server/resolvers/schema-for.js';
import { questionOf } from '../../src/site/questions.js';
import { LINES_OF_HOSTILE } from './hostile.js';
import { pageOf, siteOfProject, siteOfTexts } from './sites.js';

const SITES = {
  sample: siteOfProject('.'),
  'TPC-H': siteOfProject('examples/tpch'),
  hostile: siteOfTexts(LINES_OF_HOSTILE),
};

const tagsIn = (html: string): readonly string[] => [...html.matchAll(/<\/?([a-z0-9]+)[^<>]*>/gi)].map(([tag]) => tag);
const idsIn = (html: string): readonly string[] => [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
const VOID = /^<(meta|link|input|path|rect|circle)\b/;

/** The first tag that closes another than the last one open, or one that stays open. */
function wrongTag(html: string): string | undefined {
  const open: string[] = [];
  for (const tag of tagsIn(html)) {
    const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? '';
    if (tag.startsWith('</') && open.pop() !== name) return tag;
    if (!tag.startsWith('</') && !VOID.test(tag)) open.push(name);
  }
  return open.at(-1);
}

describe.each(Object.entries(SITES))('the site of %s', (_, files) => {
  const pages = files.filter(({ path }) => path.endsWith('.html'));
  const idsOf = new Map(pages.map(({ path, text }) => [path, idsIn(text)]));
  const known = new Set([...files.map(({ path }) => path), 'assets/minisearch.js']);

  test('leads nowhere where nothing is', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].flatMap(([, address = '']) => {
        if (/^https?:|^data:,$/.test(address)) return [];
        const [file = '', anchor] = address.split('#');
        const target = file === '' ? path : posix.join(posix.dirname(path), file);
        const isThere = known.has(target) && (anchor === undefined || idsOf.get(target)?.includes(anchor));
        return isThere ? [] : [`${path}: ${address}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('has tags that are closed in their order, and ids that are there once', () => {
    expect(pages.map(({ path, text }) => ({ path, wrong: wrongTag(text) })).filter(({ wrong }) => wrong)).toEqual([]);
    const twice = [...idsOf].filter(([, ids]) => new Set(ids).size < ids.length);
    expect(twice).toEqual([]);
  });

  test('has one first heading on each page, none that leaves out a level, and names what it refers to', () => {
    for (const { path, text } of pages) {
      const levels = [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect({ path, first: levels.filter((level) => level === 1) }).toEqual({ path, first: [1] });
      expect({ path, jumps: levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1) }).toEqual({
        path,
        jumps: [],
      });
      const named = [...text.matchAll(/aria-(?:labelledby|controls)="([^"]*)"/g)].flatMap(([, ids = '']) =>
        ids.split(' '),
      );
      expect({ path, missing: named.filter((id) => !idsIn(text).includes(id)) }).toEqual({ path, missing: [] });
    }
  });

  test('runs nothing but its own files, whatever definitions say', () => {
    for (const { text } of pages) {
      expect(text).toContain("script-src 'self' file:");
      expect(tagsIn(text).filter((tag) => /^<(script|iframe|object|embed|form|base|img|style)/i.test(tag)).length).toBe(
        1,
      );
      expect(tagsIn(text).filter((tag) => /\s(on\w+|style)=/i.test(tag))).toEqual([]);
      expect(text).not.toMatch(/href="\s*javascript:/i);
    }
  });
});

test('the same definitions give the same bytes', () => {
  expect(siteOfProject('.')).toEqual(SITES.sample);
});

test('text of definitions is shown as it was written', () => {
  const page = pageOf(SITES.hostile, 'metrics/plays.html');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('javascript:alert(2)');
});

describe.each(['.', 'examples/tpch'])('the questions on the pages of %s', (project) => {
  const { model } = compileProject(project, `${project}/metrics`);
  const schema = schemaFor(model);

  const files = siteOfProject(project);
  test.each([...model.views.keys()])('the view %s can be asked as it is shown', (name) => {
    const [, shown = ''] =
      /<pre[^>]*aria-label="In GraphQL"><code>(.*?)<\/code>/s.exec(pageOf(files, `views/${name}.html`)) ?? [];
    const query = shown.replace(/<[^>]*>/g, '');
    expect(query).toContain('rows {');
    expect(validate(schema, parse(query))).toEqual([]);
  });

  test.each([...model.metrics.keys()])('%s can be asked as it is shown', (name) => {
    const metric = model.metrics.get(name);
    if (metric === undefined) throw new Error(name);
    const { shell, graphql } = questionOf(model, metric);
    expect(validate(schema, parse(graphql))).toEqual([]);
    const by = [...shell.matchAll(/--by (\S+)/g)].map(([, path = '']) => path);
    const flags = {
      by,
      where: [],
      segment: [],
      having: [],
      order: [],
      ...(shell.includes('--last') && { last: { count: 6, grain: 'month' } }),
    };
    expect(() => readRequest(model, readQuestion(schema, [name], flags, '.'), { now: new Date() })).not.toThrow();
  });
});

test('a metric’s page tells owner, formula, meaning, lineage, use and questions', () => {
  const page = pageOf(SITES.sample, 'metrics/viewers.html');
  for (const shown of [
    'owners.html#x-playback-analytics',
    'COUNT</span>(<span class="word">DISTINCT</span> member_id)',
    'The number of distinct member_id of <a href="../datasets/plays.html">plays</a>',
    '<code>member_id, started_at</code>',
    '<a href="../metrics/hours_per_viewer.html">',
    '<a href="../views/engagement.html">',
    'grainline query viewers --by metric_time:month',
    '../datasets/members.html#dimension-country',
  ])
    expect(page).toContain(shown);
});

test('a metric’s page tells where it stands, its former names and its tests', () => {
  const files = siteOfTexts(
    `
dataset: plays
table: plays
columns: {id: bigint}
metrics:
  plays: {expression: COUNT(*), state: certified, tier: 1, domain: watching, owner: a, description: b, aliases: {starts: 2030-01-31}}
  views: {expression: COUNT(*), deprecated: {until: 2030-01-31, use: plays}}`,
  );
  const page = pageOf(files, 'metrics/plays.html');
  for (const shown of [
    '<span class="state certified">certified</span>',
    '<dt>Tier</dt><dd>1</dd>',
    '<dt>Domain</dt><dd>watching</dd>',
    '<code>starts</code> (until 2030-01-31)',
  ])
    expect(page).toContain(shown);
  expect(pageOf(files, 'metrics/views.html')).toContain('Deprecated. Until 2030-01-31; use plays.');
  const testsOf = new Map([
    ['plays', [{ name: 'short plays count', at: { file: 'metrics/plays.test.yaml', line: 3, column: 1 } }]],
  ]);
  expect(pageOf(siteOfProject('.', { testsOf }), 'metrics/plays.html')).toContain(
    'short plays count <span class="quiet">metrics/plays.test.yaml:3</span>',
  );
});

test('numbers are drawn where they were asked for', () => {
  const points = [
    { month: '2025-01', value: 3, shown: '3' },
    { month: '2025-02', value: null, shown: '–' },
    { month: '2025-03', value: 5, shown: '5' },
  ];
  const files = siteOfProject('.', { trends: new Map([['viewers', { points }]]) });
  expect(pageOf(files, 'metrics/viewers.html')).toContain('d="M8.0 49.6M552.0 8.0"');
  expect(pageOf(files, 'metrics/plays.html')).not.toContain('Recently');
});
