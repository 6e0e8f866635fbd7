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
