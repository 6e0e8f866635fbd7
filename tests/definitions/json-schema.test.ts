import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { findDefinitionFiles } from '../../src/definitions/files.js';
import { metricsJsonSchema, printMetricsJsonSchema } from '../../src/definitions/json-schema.js';
import { read } from './read.js';

const validate = new Ajv({ strict: false, allErrors: true }).compile(metricsJsonSchema());
const valuesOf = (text: string): unknown[] =>
  parseAllDocuments(text).map((document) => 'toJS' in document && document.toJS());

const projects = [
  { project: 'tests/definitions', folder: 'example' },
  { project: '.', folder: 'metrics' },
  { project: 'examples/tpch', folder: 'metrics' },
];

describe('the JSON Schema of definition files', () => {
  test('is printed in schemas/metrics.schema.json (npm run generated)', () => {
    expect(readFileSync('schemas/metrics.schema.json', 'utf8')).toBe(printMetricsJsonSchema());
  });

  test.each(projects)('takes every definition of $project/$folder, and so do we', ({ project, folder }) => {
    const { files, problems } = findDefinitionFiles(project, folder);
    expect(problems).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
    for (const { path, text } of files) {
      for (const value of valuesOf(text))
        expect({ path, errors: validate(value) || validate.errors }).toEqual({ path, errors: true });
      expect(read(text, path).problems).toEqual([]);
    }
  });

  test.each([
    { name: 'an unknown key', text: 'dataset: a\ntable: t\nmetric: {}' },
    { name: 'a name in capitals', text: 'dataset: A\ntable: t' },
    { name: 'an unknown kind', text: 'dataset: a\ntable: t\nmetrics: {b: {kind: ratoi}}' },
    {
      name: 'a window of no length',
      text: 'dataset: a\ntable: t\nmetrics: {b: {kind: cumulative, of: c, trailing: week}}',
    },
    { name: 'a spine of an unknown grain', text: 'spine: {table: t, column: d, grain: dya}' },
  ])('refuses $name, and so do we', ({ text }) => {
    expect(valuesOf(text).map((value) => validate(value))).toEqual([false]);
    expect(read(text).problems).toHaveLength(1);
  });

  test('offers metrics of each kind that it takes itself, and so do we', () => {
    const { definitions } = metricsJsonSchema() as {
      definitions: { DatasetFile: { properties: { metrics: { defaultSnippets: { label: string; body: object }[] } } } };
    };
    const { defaultSnippets } = definitions.DatasetFile.properties.metrics;
    const filled = defaultSnippets.map(({ body }, at) =>
      JSON.stringify(body)
        .replaceAll(/\$\{\d+:(.*?)\}/g, '$1')
        .replace('"name"', `"m${at}"`),
    );
    const metrics = Object.assign({}, ...filled.map((text) => JSON.parse(text) as object)) as object;
    expect(Object.keys(metrics)).toHaveLength(8);
    const file = { dataset: 'a', table: 't', metrics };
    expect(validate(file) || validate.errors).toBe(true);
    expect(read(JSON.stringify(file)).problems).toEqual([]);
  });

  test('tells an unknown kind once', () => {
    validate(valuesOf('dataset: a\ntable: t\nmetrics: {b: {kind: ratoi, numerator: c}}')[0]);
    expect(validate.errors?.filter(({ keyword }) => keyword !== 'if').map(({ instancePath }) => instancePath)).toEqual([
      '/metrics/b/kind',
    ]);
  });

  test.each(['decimal(10,2)', 'DECIMAL(10, 2)', 'Integer', ' text ', 'hll'])(
    'takes the type %j, and so do we',
    (type) => {
      const file = { dataset: 'a', table: 't', columns: { b: type } };
      expect(validate(file)).toBe(true);
      expect(read(JSON.stringify(file)).problems).toEqual([]);
    },
  );

  test('describes every key that people write', () => {
    const schema = metricsJsonSchema() as {
      definitions: Record<
        string,
        { properties?: Record<string, { description?: string; title?: string; $ref?: string; allOf?: unknown }> }
      >;
    };
    const silent = Object.entries(schema.definitions).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([key, value]) => key !== 'kind' && !value.description && !value.title && !value.$ref && !value.allOf)
        .map(([key]) => `${name}.${key}`),
    );
    expect(silent).toEqual([]);
  });
});
