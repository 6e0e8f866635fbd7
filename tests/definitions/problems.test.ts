import { describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { brief, dataset, problemsOf, read } from './read.js';

describe('readDefinitions refuses', () => {
  test.each([
    {
      name: 'text that is no YAML',
      text: 'a: b: c',
      problem: '1:4 INVALID_YAML Nested mappings are not allowed in compact mappings.',
      hint: 'A text with ": " in it stands in quotes.',
    },
    {
      name: 'tabs as indentation',
      text: 'dataset: x\nmetrics:\n\ta: b',
      problem: '3:1 INVALID_YAML Tabs are not allowed as indentation.',
      hint: 'Indent with spaces.',
    },
    {
      name: 'an open bracket',
      text: 'dataset: x\nkey: [a\n',
      problem: '3:1 INVALID_YAML Flow sequence in block collection must be sufficiently indented and end with a ].',
    },
    { name: 'a tag', text: 'dataset: !secret x\ntable: t', problem: '1:10 INVALID_YAML Unresolved tag: !secret.' },
    {
      name: 'a document of another kind',
      text: 'viwe: x',
      problem: '1:1 INVALID_DEFINITION A document must be a dataset, a view, a spine or a calendar.',
      hint: 'Did you mean "view"?',
    },
    {
      name: 'a text alone',
      text: 'hello',
      problem: '1:1 INVALID_DEFINITION A document must be a dataset, a view, a spine or a calendar.',
    },
    {
      name: 'a year that begins on a day that not each month has',
      text: 'calendar: {fiscal: {year_starts: 01-31}}',
      problem:
        '1:34 INVALID_DEFINITION Calendar "fiscal": "year_starts" must be a day that each month has, from the 1st to the 28th; "01-31" is none.',
      hint: 'A year that ends on the last day of a month begins on the 1st of the next.',
    },
    {
      name: 'a year that begins on no date',
      text: 'calendar: {fiscal: {year_starts: february}}',
      problem:
        '1:34 INVALID_DEFINITION Calendar "fiscal": "year_starts" must be a month and a day, such as 02-01, not "february".',
    },
    {
      name: 'a year of weeks that ends nowhere',
      text: 'calendar: {retail: {weeks: 4-5-4, year_ends: end of january}}',
      problem:
        '1:46 INVALID_DEFINITION Calendar "retail": "year_ends" must be such as "last saturday of september" or "saturday nearest the end of january", not "end of january".',
    },
    {
      name: 'two definitions in one document',
      text: dataset('view: x'),
      problem: '3:1 INVALID_DEFINITION A document is one definition, not "dataset" and "view".',
      hint: 'Part them by a line with ---.',
    },
    {
      name: 'an unknown key',
      text: dataset('metric: {}'),
      problem: '3:1 INVALID_DEFINITION Dataset "plays" has no key "metric".',
      hint: 'Did you mean "metrics"?',
    },
    {
      name: 'a misspelt key that is needed, once',
      text: 'dataset: plays\ntabel: t',
      problem: '2:1 INVALID_DEFINITION Dataset "plays" has no key "tabel".',
      hint: 'Did you mean "table"?',
    },
    {
      name: 'a dataset without rows',
      text: 'dataset: plays',
      problem: '1:1 INVALID_DEFINITION Dataset "plays" needs "table".',
    },
    {
      name: 'a table and sql',
      text: dataset('sql: SELECT 1'),
      problem: '3:1 INVALID_DEFINITION Dataset "plays" has both "table" and "sql".',
    },
    {
      name: 'a key of the wrong form',
      text: dataset('key: play_id'),
      problem: '3:6 INVALID_DEFINITION Dataset "plays": "key" must be a list, not "play_id".',
      hint: 'Write [play_id].',
    },
    {
      name: 'a number for a text',
      text: dataset('owner: 7'),
      problem: '3:8 INVALID_DEFINITION Dataset "plays": "owner" must be a text, not the number 7.',
      hint: 'Put it in quotes: "7".',
    },
    {
      name: 'a merge key',
      text: dataset('<<: {owner: a}'),
      problem: '3:1 INVALID_DEFINITION Dataset "plays" has no key "<<".',
      hint: 'Merge keys are not part of YAML 1.2: write the keys out.',
    },
    {
      name: 'a list of metrics',
      text: dataset('metrics: [a]'),
      problem: '3:10 INVALID_DEFINITION Dataset "plays": "metrics" must be a map of names, not a list.',
    },
    {
      name: 'a key that is no name',
      text: dataset('? [a]\n: b'),
      problem: '3:3 INVALID_DEFINITION A key must be a plain name.',
    },
    {
      name: 'an unknown type',
      text: dataset('columns: {a: varchar(10)}'),
      problem: '3:14 INVALID_DEFINITION Column "a" has the unknown type "varchar(10)".',
      hint: 'Write text.',
    },
    {
      name: 'a misspelt type',
      text: dataset('columns: {a: bigit}'),
      problem: '3:14 INVALID_DEFINITION Column "a" has the unknown type "bigit".',
      hint: 'Did you mean "bigint"?',
    },
    {
      name: 'a decimal of more digits than engines have',
      text: dataset('columns: {a: "decimal(39,2)"}'),
      problem: '3:14 INVALID_DEFINITION Column "a" has the unknown type "decimal(39,2)".',
    },
    {
      name: 'an unknown key of a link',
      text: dataset('links: {m: {to: x, on: y, type: left}}'),
      problem: '3:27 INVALID_DEFINITION Link "m" has no key "type".',
    },
    {
      name: 'a word that is none of a few',
      text: dataset('links: {m: {to: x, on: y, join: iner}}'),
      problem: '3:33 INVALID_DEFINITION Link "m": "join" must be left or inner, not "iner".',
      hint: 'Did you mean "inner"?',
    },
    {
      name: 'a link without its dataset',
      text: dataset('links: {m: {on: y}}'),
      problem: '3:9 INVALID_DEFINITION Link "m" needs "to".',
    },
    {
      name: 'a link on nothing',
      text: dataset('links: {m: {to: x, on: []}}'),
      problem: '3:24 INVALID_DEFINITION Link "m": "on" must name at least one dimension.',
    },
    {
      name: 'half a validity',
      text: dataset('links: {m: {to: x, on: y, during: [a]}}'),
      problem:
        '3:35 INVALID_DEFINITION Link "m": "during" must be [from, to], two dimensions of the dataset it leads to.',
    },
    {
      name: 'a dimension that is only text',
      text: dataset('dimensions: {a: b + 1}'),
      problem: '3:17 INVALID_DEFINITION Dimension "a" must be a map of keys.',
      hint: 'Write {expression: "b + 1"}.',
    },
    {
      name: 'a metric that is only text',
      text: dataset('metrics: {a: COUNT(*)}'),
      problem: '3:14 INVALID_DEFINITION Metric "a" must be a map of keys.',
      hint: 'Write {expression: "COUNT(*)"}.',
    },
    {
      name: 'a misspelt expression, once',
      text: dataset('metrics: {a: {expresion: COUNT(*)}}'),
      problem: '3:15 INVALID_DEFINITION Metric "a" has no key "expresion".',
      hint: 'Did you mean "expression"?',
    },
    {
      name: 'a metric without an expression',
      text: dataset('metrics: {a: {unit: x}}'),
      problem: '3:11 INVALID_DEFINITION Metric "a" needs "expression".',
    },
    {
      name: 'an expression cut by a comma',
      text: dataset('metrics: {a: {expression: SUM(b, c)}}'),
      problem: '3:34 INVALID_DEFINITION Metric "a" has no key "c)".',
      hint: 'Inside { } a comma ends a value: put a text with commas in quotes.',
    },
    {
      name: 'an unknown kind',
      text: dataset('metrics: {a: {kind: ratoi}}'),
      problem: '3:21 INVALID_DEFINITION Metric "a" has the unknown kind "ratoi".',
      hint: 'Did you mean "ratio"?',
    },
    {
      name: 'another empty value',
      text: dataset('metrics: {a: {expression: b, empty: 1}}'),
      problem: '3:37 INVALID_DEFINITION Metric "a": "empty" must be 0 or null, not the number 1.',
    },
    {
      name: 'a misspelt key within an input',
      text: dataset('metrics: {a: {kind: ratio, denominator: b, numerator: {metrc: c}}}'),
      problem: '3:56 INVALID_DEFINITION Metric "a": "numerator" has no key "metrc".',
      hint: 'Did you mean "metric"?',
    },
    {
      name: 'a span without a grain',
      text: dataset('metrics: {a: {expression: b, inputs: {b: {metric: c, offset: 7}}}}'),
      problem: '3:62 INVALID_DEFINITION Metric "a": "inputs.b.offset" must be a text, not the number 7.',
    },
    {
      name: 'a span that is none',
      text: dataset('metrics: {a: {kind: cumulative, of: b, trailing: week}}'),
      problem:
        '3:50 INVALID_DEFINITION Metric "a": "trailing" must be a count and a grain, such as 7 days or 1 month, not "week".',
    },
    {
      name: 'a window of two kinds',
      text: dataset('metrics: {a: {kind: cumulative, of: b, trailing: 7 days, all_time: true}}'),
      problem: '3:14 INVALID_DEFINITION Metric "a" must have one of trailing, leading, to_date, all_time.',
    },
    {
      name: 'a name in capitals',
      text: dataset('metrics: {perDay: {expression: a}}'),
      problem:
        '3:11 INVALID_NAME A metric has the name "perDay"; names are made of a-z, 0-9 and _, starting with a letter.',
      hint: 'Write per_day.',
    },
    {
      name: 'a name of blanks',
      text: dataset('segments: {" ": a}'),
      problem:
        '3:12 INVALID_NAME A segment has the name " "; names are made of a-z, 0-9 and _, starting with a letter.',
    },
    {
      name: 'a name that is too long',
      text: dataset(`links: {${'a'.repeat(101)}: {to: x, on: y}}`),
      problem: '3:9 INVALID_NAME A link has a name of 101 characters; 100 are the most.',
    },
    {
      name: 'a dataset with a dot',
      text: 'dataset: a.b\ntable: t',
      problem:
        '1:10 INVALID_NAME A dataset has the name "a.b"; names are made of a-z, 0-9 and _, starting with a letter.',
      hint: 'Write a_b.',
    },
    {
      name: 'a column that starts with a digit',
      text: dataset('columns: {1a: text}'),
      problem:
        '3:11 INVALID_NAME A column has the name "1a"; names are made of letters, digits and _, not starting with a digit.',
    },
    {
      name: 'a key twice',
      text: dataset('metrics:\n  a: {expression: b}\n  a: {expression: c}'),
      problem: '5:3 DUPLICATE_NAME "a" is there twice in one map.',
    },
    {
      name: 'a column and a dimension that both describe',
      text: dataset('columns: {a: {type: text, label: A}}\ndimensions: {a: {label: B}}'),
      problem: '4:14 DUPLICATE_NAME "a" is described under columns and under dimensions.',
    },
    {
      name: 'a view of no metrics',
      text: 'view: v\nmetrics: []',
      problem: '2:10 INVALID_DEFINITION View "v": "metrics" must name at least one metric.',
    },
    {
      name: 'a dimension of a view that is a list',
      text: 'view: v\nmetrics: [a]\ndimensions: {b: [c]}',
      problem:
        '3:17 INVALID_DEFINITION Dimension "b" must be a path, {dataset: path} or {path, description}, not a list.',
    },
    {
      name: 'a spine of an unknown grain',
      text: 'spine: {table: t, column: d, grain: dya}',
      problem:
        '1:37 INVALID_DEFINITION The spine: "spine.grain" must be second, minute, hour, day, week, month, quarter or year, not "dya".',
      hint: 'Did you mean "day"?',
    },
    {
      name: 'an alias without anchor',
      text: dataset('owner: *team'),
      problem: '3:8 INVALID_YAML The alias names an anchor that is not there.',
    },
    {
      name: 'an alias inside its anchor',
      text: dataset('tags: &a [*a]'),
      problem: '3:11 INVALID_YAML The alias stands inside its own anchor.',
    },
  ])('$name', ({ text, problem, hint }) => {
    const { problems } = read(text);
    expect(problems.map(brief)).toEqual([problem]);
    if (hint !== undefined) expect(problems[0]?.hint).toBe(hint);
  });

  test.each([
    { name: 'a plain one', text: 'metrics: {a: {expression: SUM(b) + )}}', at: '3:36' },
    { name: 'one in single quotes', text: "metrics: {a: {expression: 'b = ''x'' + )'}}", at: '3:40' },
    {
      name: 'one in double quotes with escapes',
      text: 'metrics: {a: {expression: "\\"b\\" + \\u0062\\t+ )"}}',
      at: '3:46',
    },
    {
      name: 'one with an escape of two code units',
      text: 'metrics: {a: {expression: "\'\\U0001F3AC\' + )"}}',
      at: '3:43',
    },
    { name: 'a block literal', text: 'metrics:\n  a:\n    expression: |\n      SUM(b)\n\n        + )', at: '8:11' },
    {
      name: 'a block literal with an indentation of its own',
      text: 'metrics:\n  a:\n    expression: |2\n        b\n      + )',
      at: '7:9',
    },
    {
      name: 'a block literal, beyond its end',
      text: 'metrics:\n  a:\n    expression: |\n      b +\n    unit: x',
      at: '6:10',
    },
    { name: 'a folded one', text: 'metrics:\n  a:\n    expression: >\n      b\n      + )', at: '7:9' },
    {
      name: 'a plain one of two lines',
      text: 'metrics:\n  a:\n    expression: b\n      + )',
      at: '6:9',
    },
    { name: 'a segment', text: 'segments: {a: b = )}', at: '3:19' },
    { name: 'a condition of one dataset', text: 'metrics: {a: {expression: b, where: {plays: "c ="}}}', at: '3:49' },
    {
      name: 'a condition of an input',
      text: 'metrics: {a: {kind: ratio, numerator: {metric: b, where: ;}, denominator: c}}',
      at: '3:58',
    },
    { name: 'a dimension', text: 'dimensions: {a: {expression: 1 +}}', at: '3:33' },
    { name: 'an empty one', text: 'segments: {a: ""}', at: '3:16' },
    {
      name: 'a broken expression of a kind to come',
      text: 'metrics: {a: {expression: SUM(, semi_additive: {over: d, take: last}}}',
      at: '3:31',
    },
  ])('an expression at the very character: $name', ({ text, at }) => {
    expect(problemsOf(dataset(text)).map((problem) => problem.split(' ').slice(0, 2))).toEqual([
      [at, 'INVALID_EXPRESSION'],
    ]);
  });
});

describe('readDefinitions', () => {
  test('leaves out what is malformed, and keeps all around it', () => {
    const { definitions, problems } = read(
      dataset(
        [
          'owner: [nobody]',
          'columns: {a: text, b: nothing, group: integer}',
          'links: {good: {to: x, on: [a, b]}, bad: {to: x}}',
          'dimensions: {c: {expression: a}, d: {expression: a +}, e: }',
          'segments: {f: a, g: a a}',
          'metrics: {h: {expression: COUNT(*)}, i: {expression: COUNT(}, j: {expression: 1, unti: x}, k: {expression: NULL}}',
        ].join('\n'),
      ),
    );
    const names = (list: readonly { readonly name: { readonly value: string } }[] = []) =>
      list.map(({ name }) => name.value);
    const [plays] = definitions.datasets;
    expect(plays?.owner).toBeUndefined();
    expect(names(plays?.columns)).toEqual(['a', 'group']);
    expect(names(plays?.links)).toEqual(['good']);
    expect(names(plays?.dimensions)).toEqual(['c', 'e']);
    expect(names(plays?.segments)).toEqual(['f']);
    expect(names(plays?.metrics)).toEqual(['h', 'k']);
    expect(problems).toHaveLength(7);
  });

  test('reads the other files beside a broken one', () => {
    const { definitions, problems } = readDefinitions([
      { path: 'a.yaml', text: dataset('metrics: {a: {expression: 1}}') },
      { path: 'b.yaml', text: 'dataset: [\n' },
      { path: 'c.yaml', text: 'dataset: c\ntable: c\nmetrics: {d: {expression: "("}}' },
    ]);
    expect(definitions.datasets.map(({ name }) => name.value)).toEqual(['plays', 'c']);
    expect(problems.map(({ code, at }) => `${at?.file} ${code}`)).toEqual([
      'b.yaml INVALID_YAML',
      'c.yaml INVALID_EXPRESSION',
    ]);
  });

  test('reads several documents of one file, each by itself', () => {
    const text =
      '# two\n---\ndataset: a\ntable: a\n---\ndataset: [\n---\nspine: {table: c, column: d, grain: day}\n...\n---\n# nothing\n';
    const { definitions, problems } = read(text);
    expect(definitions.datasets.map(({ name }) => name.at)).toEqual([{ file: 'm.yaml', line: 3, column: 10 }]);
    expect(definitions.spines).toHaveLength(1);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['INVALID_YAML']));
  });

  test.each(['', '\n', '# only a comment\n', '---\n', '\uFEFF', 'null'])('finds nothing in %j', (text) => {
    expect(read(text)).toEqual({ definitions: { datasets: [], views: [], spines: [], calendars: [] }, problems: [] });
  });

  test('takes empty maps as none', () => {
    const { definitions, problems } = read(
      dataset('columns:\nlinks:\ndimensions:\nsegments:\nmetrics:\nkey:\ndescription:\n'),
    );
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]).toMatchObject({ columns: [], links: [], metrics: [], key: [] });
  });

  test('takes YAML words for SQL where an expression stands', () => {
    const { definitions, problems } = read(
      dataset('dimensions: {a: {expression: NULL, type: text}, b: {expression: true}, c: {expression: 0.50}}'),
    );
    expect(problems).toEqual([]);
    const [a, b, c] = definitions.datasets[0]?.dimensions ?? [];
    expect(a?.expression?.syntax).toMatchObject({ kind: 'null' });
    expect(a?.type?.value).toBe('text');
    expect(b?.expression?.syntax).toMatchObject({ kind: 'boolean', value: true });
    expect(c?.expression?.syntax).toMatchObject({ kind: 'number', text: '0.50' });
  });

  test('takes values as they are written', () => {
    const { definitions } = read(dataset('dimensions: {a: {values: [1.50, no, true, "x"]}}'));
    expect(definitions.datasets[0]?.dimensions[0]?.values).toEqual(['1.50', 'no', 'true', 'x']);
  });

  test('describes a dimension where its column stands', () => {
    const { definitions, problems } = read(
      dataset('columns: {a: {type: "decimal(12, 2)", description: What it costs., hidden: true}}'),
    );
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]?.columns[0]?.type.value).toBe('decimal(12,2)');
    expect(definitions.datasets[0]?.dimensions[0]).toMatchObject({ description: 'What it costs.', hidden: true });
  });

  test.each([
    { text: '7 days', span: { count: 7, grain: 'day' } },
    { text: '1 month', span: { count: 1, grain: 'month' } },
    { text: '1 months', span: { count: 1, grain: 'month' } },
    { text: '2 fiscal_quarters', span: { count: 2, grain: 'fiscal_quarter' } },
    { text: '1 series', span: { count: 1, grain: 'series' } },
  ])('reads the span $text', ({ text, span }) => {
    const { definitions } = read(dataset(`metrics: {a: {expression: b, inputs: {b: {metric: c, offset: ${text}}}}}`));
    expect(definitions.datasets[0]?.metrics[0]).toMatchObject({ inputs: [{ input: { offset: { value: span } } }] });
  });

  test('counts lines and columns alike with Windows line ends', () => {
    const text = dataset('metrics:\n  a: {expression: 1 +}\n  b:\n    expression: |\n      1\n      + )\n');
    const unix = problemsOf(text);
    expect(unix.map((problem) => problem.split(' ')[0])).toEqual(['4:22', '8:9']);
    expect(problemsOf(text.replaceAll('\n', '\r\n'))).toEqual(unix);
    expect(problemsOf(`\uFEFF${text}`)).toEqual(unix);
  });

  test('keeps text of any script', () => {
    const { definitions, problems } = read(
      dataset('label: "Vues 🎬"\ndescription: 視聴数\nsegments: {a: b = \'größe\'}'),
    );
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]).toMatchObject({ label: 'Vues 🎬', description: '視聴数' });
    expect(definitions.datasets[0]?.segments[0]?.where.syntax).toMatchObject({ right: { value: 'größe' } });
  });

  test('takes names of JavaScript for names', () => {
    const { definitions, problems } = read(dataset('columns: {__proto__: text, constructor: text, toString: text}'));
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]?.columns.map(({ name }) => name.value)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
  });

  test('follows aliases within reason', () => {
    const { definitions, problems } = read(
      dataset('owner: &team playback\nmetrics: {a: {expression: "1", owner: *team}}'),
    );
    expect(problems).toEqual([]);
    expect(definitions.datasets[0]?.metrics[0]?.owner).toBe('playback');
  });
});
